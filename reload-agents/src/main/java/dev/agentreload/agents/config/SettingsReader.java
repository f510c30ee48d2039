package dev.agentreload.agents.config;

import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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
            String canonical = ConfigSection.camelCase(key);
            if (!AgentKeys.isReadByName(canonical)) {
                Optional<AgentKeys.Key> known = AgentKeys.setting(canonical);
                known.ifPresent(setting -> setting.kind().check(section, key));
                overlay(settings, ConfigPath.of(known.isPresent() ? canonical : key), node);
            }
        });
        objects.forEach((name, object) -> readObject(settings, name, object));
        return settings;
    }

    /** What was read by name is no setting. */
    private void readObject(Map<ConfigPath, ConfigNode> settings, String name, ConfigSection object) {
        ConfigPath base = ConfigPath.of(name);
        object.unread().forEach((key, node) -> {
            String canonical = ConfigSection.camelCase(key);
            Optional<AgentKeys.Key> known =
                    Optional.ofNullable(AgentKeys.keysOf(name).get(canonical));
            known.ifPresent(setting -> setting.kind().check(object, key));
            overlay(settings, base.key(known.isPresent() ? canonical : key), node);
        });
    }

    private static boolean isComment(String key) {
        return key.startsWith("_") || key.startsWith("$");
    }

    /** Puts a value in place of what was there: a scalar replaces what lay below it, and an object a scalar. */
    private static void overlay(Map<ConfigPath, ConfigNode> settings, ConfigPath path, ConfigNode node) {
        switch (node.kind()) {
            case NULL -> {}
            case OBJECT -> {
                settings.remove(path);
                ((ConfigObject) node).forEach((key, value) -> {
                    if (!isComment(key)) {
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
