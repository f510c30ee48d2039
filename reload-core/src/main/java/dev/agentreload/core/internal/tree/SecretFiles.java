// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.PlaceholderResolver.Resolution;
import dev.agentreload.core.config.ReadResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a secret out of a JSON file that holds several. */
final class SecretFiles {

    private SecretFiles() {}

    /** Returns what stands at this JSON Pointer in the content of a file. */
    static Resolution member(Resolution content, String file, String pointer) {
        if (!(content instanceof Resolution.Secret) && !(content instanceof Resolution.Public)) {
            return content;
        }
        String text =
                content instanceof Resolution.Secret secret ? secret.value() : ((Resolution.Public) content).value();
        ReadResult read = ConfigReader.standard().read(file, text);
        if (!(read instanceof ReadResult.Success success)) {
            return new Resolution.Missing("file [" + file + "] is no JSON");
        }
        ConfigNode value = find(success.document().root(), pointer);
        return value == null || value.kind().isContainer() || value.kind() == ConfigNode.Kind.NULL
                ? new Resolution.Missing("no secret [" + pointer + "] in file [" + file + "]")
                : new Resolution.Secret(Scalars.text(value));
    }

    private static @Nullable ConfigNode find(ConfigNode root, String pointer) {
        ConfigNode node = root;
        for (String token : List.of(pointer.split("/", -1)).subList(1, pointer.split("/", -1).length)) {
            node = child(node, token.replace("~1", "/").replace("~0", "~"));
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    private static @Nullable ConfigNode child(ConfigNode container, String token) {
        if (container instanceof ConfigObject object) {
            return object.find(token).orElse(null);
        }
        return container instanceof ConfigArray array
                        && token.matches("\\d{1,6}")
                        && Integer.parseInt(token) < array.size()
                ? array.element(Integer.parseInt(token))
                : null;
    }
}
