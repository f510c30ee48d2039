// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.TreeNode;
import dev.agentreload.core.internal.json.JacksonReading;

/**
 * Reads what a host has in Jackson's own types: a tree, or bytes with a factory for another format. The only class of the API
 * that has them in its signatures.
 *
 * <p>No message or exception of Jackson leaves it, since they quote content.
 */
public final class JacksonBridge {

    private JacksonBridge() {}

    /**
     * Reads a Jackson tree. Positions have no lines.
     *
     * @param source the name that positions show
     */
    public static ReadResult read(ConfigReader reader, String source, TreeNode tree) {
        return JacksonReading.readTree(reader.settings(), source, tree);
    }

    /**
     * Reads UTF-8 bytes in the text format of a host's factory. Positions are those that its parser reports.
     *
     * @param source the name that positions show
     * @throws IllegalArgumentException if the factory is for YAML: its tokens lose anchors, so an alias would be read as text;
     *     {@link ConfigReader#readYaml(String, byte[])} expands it
     */
    public static ReadResult read(ConfigReader reader, String source, byte[] content, JsonFactory format) {
        checkArgument(
                !"YAML".equals(format.getFormatName()),
                "Jackson's tokens lose the anchors of YAML; read it with ConfigReader.readYaml");
        return new JacksonReading(reader.settings(), source, content, format).read();
    }
}
