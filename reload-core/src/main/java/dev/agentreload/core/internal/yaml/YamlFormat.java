// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.yaml;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.internal.tree.ReadSettings;
import java.util.List;

/** YAML, if SnakeYAML is there. This class loads without it. */
public final class YamlFormat {

    private YamlFormat() {}

    /** Reads UTF-8 bytes. Without SnakeYAML the result is a problem that says what is missing. */
    public static ReadResult read(ReadSettings settings, String source, byte[] content) {
        try {
            return new YamlReading(settings, source, content).read();
        } catch (LinkageError e) { // its classes are absent, or those of an old version
            return new ReadResult.Refused(List.of(ConfigProblem.error(
                    ConfigPath.root(),
                    SourcePosition.of(source),
                    "YAML cannot be read without SnakeYAML",
                    "expected org.yaml:snakeyaml, version 2, on the class path, or its module org.yaml.snakeyaml")));
        }
    }
}
