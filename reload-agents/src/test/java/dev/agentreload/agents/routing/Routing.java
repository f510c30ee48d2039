// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.Parsed;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Short ways to read configurations of bindings. */
final class Routing {

    static final AgentId DEFAULT = new AgentId("main");

    private Routing() {}

    static Set<AgentId> agents(String... ids) {
        return Arrays.stream(ids).map(AgentId::new).collect(Collectors.toUnmodifiableSet());
    }

    static ConfigDocument document(String json) {
        return ConfigDocument.parse("config.json", json);
    }

    /** Returns a router over these elements of {@code bindings}, where agents a to f and main exist. */
    static Router router(String... bindings) {
        return read("{bindings: [" + String.join(",\n", bindings) + "]}").orThrow();
    }

    static Parsed<Router> read(String json) {
        return Router.read(document(json), agents("main", "a", "b", "c", "d", "e", "f"), DEFAULT);
    }

    static List<String> lines(Parsed<Router> config) {
        return config.problems().stream().map(ConfigProblem::toString).toList();
    }
}
