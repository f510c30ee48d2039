// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.Binding;
import dev.agentreload.agents.routing.Peer;
import dev.agentreload.agents.routing.PeerKind;
import dev.agentreload.agents.routing.Route;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.agents.routing.Router;
import dev.agentreload.core.config.ConfigDocument;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Whether the cost of a route grows with the number of bindings. Messages come from all over the list. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoutingBenchmark {

    private static final int AGENTS = 100;

    /** A power of two, so that the next message is found without a division. */
    private static final int MESSAGES = 1 << 12;

    /** The length of the list. */
    @Param({"100", "10000", "100000"})
    int bindings;

    private Router router = Router.empty(AgentId.MAIN);
    private RouteRequest[] claimed = {};
    private RouteRequest[] unclaimed = {};
    private int next;

    /** Reads the bindings and makes messages, half of which a binding claims. */
    @Setup
    public void read() {
        ConfigDocument document = ConfigDocument.parse("config.json", SampleConfigs.json(AGENTS, bindings));
        Set<AgentId> agents = IntStream.range(0, AGENTS)
                .mapToObj(i -> new AgentId("agent-" + i))
                .collect(Collectors.toSet());
        router = Router.read(document, agents, new AgentId("agent-0")).orThrow();
        Random random = new Random(7);
        List<Binding> all = router.bindings();
        claimed = new RouteRequest[MESSAGES];
        unclaimed = new RouteRequest[MESSAGES];
        for (int i = 0; i < MESSAGES; i++) {
            claimed[i] = message(all.get(random.nextInt(all.size())), "");
            unclaimed[i] = message(all.get(random.nextInt(all.size())), "0");
        }
    }

    /** A channel has one text for its own name and its account, and a new one for each id that comes with a message. */
    private static RouteRequest message(Binding binding, String suffix) {
        Peer peer = binding.match().peer().orElseThrow();
        String id = String.valueOf(peer.id().toCharArray()) + suffix;
        return RouteRequest.builder(binding.match().channel().intern())
                .accountId(binding.match().accountId().intern())
                .peer(peer.kind() == PeerKind.GROUP ? PeerKind.CHANNEL : peer.kind(), id)
                .guildId("guild")
                .build();
    }

    /** A message that one binding claims. */
    @Benchmark
    public Route claimedMessage() {
        return router.route(claimed[next++ & (MESSAGES - 1)]);
    }

    /** A message that goes to the default agent. */
    @Benchmark
    public Route unclaimedMessage() {
        return router.route(unclaimed[next++ & (MESSAGES - 1)]);
    }
}
