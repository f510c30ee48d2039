// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The simplest reload there is, as PicoClaw has it: parse the file, make every agent again, put all bindings into a map, and swap. It
 * checks nothing, says nothing of what changed, and closes nothing.
 */
final class FullRebuild {

    private final ObjectMapper mapper = new ObjectMapper();

    private volatile State state = new State(Map.of(), Map.of());

    /** An agent that costs nothing to make. */
    record Agent(String id, JsonNode settings) {}

    /** What readers see. */
    record State(Map<String, Agent> agents, Map<String, String> routes) {}

    State reload(Path file) throws IOException {
        JsonNode root = mapper.readTree(Files.readAllBytes(file));
        Map<String, Agent> agents = new HashMap<>();
        for (JsonNode agent : root.path("agents").path("list")) {
            agents.put(agent.path("id").asText(), new Agent(agent.path("id").asText(), agent));
        }
        Map<String, String> routes = new HashMap<>();
        for (JsonNode binding : root.path("bindings")) {
            JsonNode match = binding.path("match");
            String key = match.path("channel").asText()
                    + '|'
                    + match.path("accountId").asText()
                    + '|'
                    + match.path("peer").path("kind").asText()
                    + '|'
                    + match.path("peer").path("id").asText();
            routes.put(key, binding.path("agentId").asText());
        }
        state = new State(agents, routes);
        return state;
    }

    State state() {
        return state;
    }
}
