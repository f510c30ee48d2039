// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigString;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What sections of OpenClaw, which are not about models, say about providers: who has a login or a plugin, and keys. */
final class Mentions {

    private static final ConfigPath ENV = ConfigPath.of("env");
    private static final ConfigPath PROFILES = ConfigPath.of("auth", "profiles");
    private static final ConfigPath ORDER = ConfigPath.of("auth", "order");
    private static final ConfigPath PLUGINS = ConfigPath.of("plugins", "entries");

    /** Plugins that log in at a provider are called so. */
    private static final String LOGIN = "-auth";

    private Mentions() {}

    /** Hands over every provider that is named, with the place. */
    static void collect(ConfigDocument document, BiConsumer<String, ConfigPath> provider) {
        members(document, PROFILES).forEach((name, profile) -> {
            ConfigPath path = PROFILES.key(name);
            profileProvider(profile)
                    .ifPresentOrElse(
                            id -> provider.accept(id, path),
                            () -> provider.accept(
                                    name.substring(0, name.indexOf(':') < 0 ? name.length() : name.indexOf(':')),
                                    path));
        });
        members(document, ORDER).keySet().forEach(id -> provider.accept(id, ORDER.key(id)));
        members(document, PLUGINS)
                .keySet()
                .forEach(id -> provider.accept(
                        id.endsWith(LOGIN) ? id.substring(0, id.length() - LOGIN.length()) : id, PLUGINS.key(id)));
    }

    private static Optional<String> profileProvider(ConfigNode profile) {
        return profile instanceof ConfigObject object
                ? object.find("provider").flatMap(Mentions::text)
                : Optional.empty();
    }

    /**
     * Returns the variables that the document defines, {@code env.vars} before {@code env} itself. Files list the variables that
     * they expect as {@code "X": "${X}"}, which defines nothing where the environment does not.
     */
    static Map<String, String> environment(ConfigDocument document) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (ConfigPath path : new ConfigPath[] {ENV, ENV.key("vars")}) {
            members(document, path)
                    .forEach((name, value) -> text(value)
                            .filter(text -> !text.contains("${"))
                            .ifPresent(text -> variables.put(name, text)));
        }
        return variables;
    }

    private static Optional<String> text(ConfigNode node) {
        return node instanceof ConfigString string ? Optional.of(string.value()) : Optional.empty();
    }

    private static Map<String, ConfigNode> members(ConfigDocument document, ConfigPath path) {
        Map<String, ConfigNode> members = new LinkedHashMap<>();
        document.find(path)
                .filter(ConfigObject.class::isInstance)
                .ifPresent(object -> ((ConfigObject) object).forEach(members::put));
        return members;
    }
}
