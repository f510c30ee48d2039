// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lays the settings of one agent over those it inherits. */
final class SettingsReader {

    private final ConfigSection section;
    private final Map<String, ConfigSection> objects;

    SettingsReader(ConfigSection section, Map<String, ConfigSection> objects) {
        this.section = section;
        this.objects = objects;
    }

    Map<ConfigPath, ConfigNode> read(Map<ConfigPath, ConfigNode> inherited) {
        Map<ConfigPath, ConfigNode> settings = new LinkedHashMap<>(inherited);
        section.unread().forEach((key, node) -> {
            String name = section.nameOf(key);
            if (!AgentKeys.isReadByName(name)) {
                read(settings, section, ConfigPath.root(), key);
            }
        });
        objects.forEach((name, object) ->
                object.unread().keySet().forEach(key -> read(settings, object, ConfigPath.of(name), key)));
        return settings;
    }

    /** An undeclared key is reported by the section, and a setting as it is written. */
    private static void read(Map<ConfigPath, ConfigNode> settings, ConfigSection place, ConfigPath base, String key) {
        ConfigNode node = place.object().find(key).orElseThrow();
        place.check(key);
        overlay(settings, base.key(place.nameOf(key)), node);
    }

    /** Puts a value in place of what was there: a scalar replaces what lay below it, and an object a scalar. */
    private static void overlay(Map<ConfigPath, ConfigNode> settings, ConfigPath path, ConfigNode node) {
        switch (node.kind()) {
            case NULL -> {}
            case OBJECT -> {
                settings.remove(path);
                ((ConfigObject) node).forEach((key, value) -> {
                    if (!ConfigSection.isComment(key)) {
                        overlay(settings, path.key(key), value);
                    }
                });
            }
            case ARRAY, STRING, NUMBER, BOOLEAN -> {
                settings.keySet().removeIf(other -> other.depth() > path.depth() && other.startsWith(path));
                settings.put(path, node);
            }
        }
    }
}
