// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.admin;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigBoolean;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigNumber;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a configuration into values for JSON, with its secrets masked. */
final class ShownConfig {

    private static final String MASK = "***";

    private ShownConfig() {}

    static Map<String, @Nullable Object> of(ConfigObject object) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (String key : object.keys()) {
            map.put(key, value(object.find(key).orElseThrow()));
        }
        return map;
    }

    private static @Nullable Object value(ConfigNode node) {
        if (node instanceof ConfigObject object) {
            return of(object);
        }
        if (node instanceof ConfigArray array) {
            List<@Nullable Object> list = new ArrayList<>();
            array.elements().forEach(element -> list.add(value(element)));
            return list;
        }
        if (node.isSecret()) {
            return MASK;
        }
        return scalar(node);
    }

    private static @Nullable Object scalar(ConfigNode node) {
        if (node instanceof ConfigString text) {
            return text.value();
        }
        if (node instanceof ConfigBoolean flag) {
            return flag.value();
        }
        return node instanceof ConfigNumber number ? number.value() : null;
    }
}
