// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the part of {@code session} that says which messages belong to one conversation. */
final class SessionReader {

    static final SessionKeys DEFAULT = SessionKeys.of(SessionScope.MAIN);

    private static final String SCOPE = "dmScope";

    private final ConfigSection section;

    SessionReader(ConfigSection section) {
        this.section = section;
    }

    SessionKeys read() {
        SessionKeys keys = SessionKeys.of(scope())
                .withMainKey(section.string("mainKey").orElse(""))
                .withIdentities(section.section("identityLinks")
                        .map(SessionReader::identities)
                        .orElse(ImmutableMap.of()));
        section.reportUnknownKeys(ConfigProblem.Severity.WARNING);
        return keys;
    }

    /** An unknown scope is an error: whatever stood in for it could put the messages of several people together. */
    private SessionScope scope() {
        Optional<Scalar> word = Scalar.read(section, SCOPE).filter(text -> !text.isBlank());
        Optional<SessionScope> scope = word.flatMap(text -> SessionScope.parse(text.text()));
        if (word.isPresent() && scope.isEmpty()) {
            section.error(SCOPE, "unknown session scope [" + word.get().shown() + "]", expectedScope(word.get()));
        }
        return scope.orElse(DEFAULT.scope());
    }

    private static String expectedScope(Scalar word) {
        String near = ConfigProblem.didYouMean(word.text(), SessionScope.ids());
        return near.isEmpty() ? "expected one of " + String.join(", ", SessionScope.ids()) : near;
    }

    private static Map<String, String> identities(ConfigSection links) {
        Map<String, String> names = new LinkedHashMap<>();
        links.object().forEach((name, node) -> {
            if (node instanceof ConfigArray ids) {
                link(links, name, ids, names);
            } else if (node.kind() != ConfigNode.Kind.NULL) {
                links.error(name, "found " + node.kind().description(), "expected a list of ids");
            }
        });
        return names;
    }

    private static void link(ConfigSection links, String name, ConfigArray ids, Map<String, String> names) {
        for (int i = 0; i < ids.size(); i++) {
            ConfigPath path = links.pathOf(name).index(i);
            Optional<Scalar> id = Scalar.from(links, ids.element(i), path).filter(found -> !found.isBlank());
            String other = id.map(found -> names.putIfAbsent(RouteRequest.normalize(found.text()), name))
                    .orElse(name);
            if (!other.equals(name)) {
                links.problems()
                        .add(ConfigProblem.warning(
                                path,
                                ids.element(i).position(),
                                "id [" + id.orElseThrow().shown() + "] is linked to [" + other + "] already",
                                "the first link counts"));
            }
        }
    }
}
