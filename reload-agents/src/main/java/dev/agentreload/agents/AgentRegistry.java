// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.Route;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.core.apply.ReloadDeadlines;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.apply.ReloaderState;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.InvalidConfigException;
import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.LeaseStatus;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.runtime.CallbackFailures;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.provider.ProviderPool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the host's agents in step with the configuration.
 *
 * <p>A reload reads the agents of a document and builds new and changed ones next to those in use. One reference write then switches
 * to the new generation. An agent is the same instance before and after exactly if its {@link ResolvedAgent} is equal. A reload that
 * fails changes nothing, and what was built for it is closed. Replaced and removed agents are closed when no generation in use
 * contains them.
 *
 * <p><em>Safe for use by multiple threads.</em> One reload runs at a time; reads never wait.
 *
 * @param <A> the host's type of agent
 */
public final class AgentRegistry<A> {

    private static final String NAME = "agents";

    private final AgentFactory<A> factory;
    private final AgentsPolicy policy;
    private final Executor executor;
    private final LeaseFactory leases;
    private final int parallelism;
    private final Optional<AgentProbe<A>> probe;
    private final boolean allowsUnavailable;

    /** Executes {@link #reload}. */
    private final RegistryReloader reloader;

    /** Guards the writing of what follows; no host code runs under it. */
    private final Object lock = new Object();

    /** Read once by each reader. */
    private volatile @Nullable Generation<A> current;

    /** What validation read of the document that is to be prepared next. */
    private final AtomicReference<@Nullable GenerationPlan> validated = new AtomicReference<>();

    private volatile boolean closed;

    /** Whether a reloader alone decides what is in effect. */
    private volatile boolean enlisted;

    private AgentRegistry(Builder<A> builder) {
        this.factory = builder.factory;
        this.policy = builder.policy;
        this.executor = builder.runtime.executor();
        this.leases = builder.leases.orElseGet(() -> LeaseFactory.of(builder.runtime));
        this.parallelism = builder.parallelism;
        this.probe = builder.probe;
        this.allowsUnavailable = builder.allowsUnavailable;
        this.reloader = new RegistryReloader(
                Reloader.builder(builder.runtime).deadlines(builder.deadlines),
                new RegistryParticipant<>(this, NAME, RegistryParticipant.Use.ALONE));
    }

    /**
     * Creates a registry with {@link AgentsPolicy#standard()}.
     *
     * @param factory builds and closes the agents
     * @param runtime its executor calls the factory. Its ticker is the one of the reloader, whose drain policy goes by it
     */
    public static <A> AgentRegistry<A> create(AgentFactory<A> factory, HostRuntime runtime) {
        return builder(factory, runtime).build();
    }

    /**
     * Returns a builder of a registry.
     *
     * @param factory builds and closes the agents
     * @param runtime as in {@link #create}
     */
    public static <A> Builder<A> builder(AgentFactory<A> factory, HostRuntime runtime) {
        return new Builder<>(factory, runtime);
    }

    /**
     * Returns a builder of a registry whose agents share the providers of a pool; see {@link AgentFactory#of}.
     *
     * @param pool creates and closes the providers
     * @param factory builds and closes the agents
     * @param runtime as in {@link #create}
     */
    public static <A, P> Builder<A> builder(
            ProviderPool<P> pool, ProvidedAgentFactory<A, P> factory, HostRuntime runtime) {
        return builder(AgentFactory.of(pool, factory), runtime);
    }

    /** Returns what the host adds to the configuration of agents. */
    public AgentsPolicy policy() {
        return policy;
    }

    /**
     * Returns the generation in effect.
     *
     * @throws IllegalStateException if no reload has succeeded yet
     */
    public AgentSnapshot<A> snapshot() {
        return generation().snapshot();
    }

    /**
     * Begins a turn: finds the agent that answers and pins the generation in effect, so that nothing of it is closed before the
     * turn ends. Never waits. If this throws, nothing is pinned.
     *
     * @throws IllegalStateException if no reload has succeeded yet, or the registry is closed
     */
    public TurnLease<A> lease(RouteRequest request) {
        requireNonNull(request, "request");
        return lease(request, snapshot -> snapshot.route(request));
    }

    /**
     * Begins a turn of an agent that the host names, such as the one of a job, in the session that the agent has with the sender. If
     * there is no such agent, the one to which the message is routed answers, and the {@linkplain TurnLease#route route} says so.
     * Otherwise this is as {@link #lease(RouteRequest)}.
     *
     * @throws IllegalStateException if no reload has succeeded yet, or the registry is closed
     */
    public TurnLease<A> lease(RouteRequest request, AgentId agent) {
        requireNonNull(request, "request");
        requireNonNull(agent, "agent");
        return lease(request, snapshot -> snapshot.route(request, agent));
    }

    private TurnLease<A> lease(RouteRequest request, Function<AgentSnapshot<A>, Route> routing) {
        while (true) {
            Generation<A> generation = generation();
            AgentSnapshot<A> snapshot = generation.snapshot();
            // All that may fail comes before the lease, which would otherwise never be released.
            Route route = routing.apply(snapshot);
            SessionKey sessionKey = snapshot.router().sessionKeys().keyFor(route.agentId(), request);
            Optional<Lease<AgentSnapshot<A>>> lease = generation.leased().tryAcquire();
            if (lease.isPresent()) {
                return new TurnLease<>(lease.get(), route, sessionKey);
            }
            if (closed) {
                throw new IllegalStateException("the registry is closed");
            }
        }
    }

    /**
     * Returns how many turns are open in the generation in effect and, if its leases are tracked, who holds them.
     *
     * @throws IllegalStateException if no reload has succeeded yet
     */
    public LeaseStatus status() {
        return generation().leased().status();
    }

    private Generation<A> generation() {
        Generation<A> generation = current;
        if (generation == null) {
            throw new IllegalStateException("no configuration was loaded yet");
        }
        return generation;
    }

    /** Returns the errors and warnings of a document, and builds nothing. */
    public List<ConfigProblem> validate(ConfigDocument document) {
        requireNonNull(document, "document");
        return plan(document, current).problems();
    }

    /** As {@link #validate(ConfigDocument)}, for a document that is prepared next, which does not read it again. */
    List<ConfigProblem> validate(ReloadContext context) {
        GenerationPlan plan = plan(context.target(), current);
        validated.set(plan.parts().isPresent() ? plan : null);
        return plan.problems();
    }

    /** Returns this registry as the participant {@code agents}; see {@link #participant(String)}. */
    public ReloadParticipant participant() {
        return participant(NAME);
    }

    /**
     * Returns this registry as the participant of a reloader that applies agents, bindings, providers and models, all with one
     * reference write. From now on only that reloader reloads this registry: {@link #reload} throws, and one that is running fails.
     *
     * @param name how results, history and logs call it; different for each registry of one reloader
     */
    public ReloadParticipant participant(String name) {
        requireNonNull(name, "name");
        synchronized (lock) {
            enlisted = true;
        }
        return new RegistryParticipant<>(this, name, RegistryParticipant.Use.IN_A_RELOADER);
    }

    /**
     * Applies a document, on the calling thread, as a reloader does whose only participant is this registry: the result, the deadlines
     * and the log line are the same. Every change counts as one of the agents.
     *
     * @throws IllegalStateException if this registry is the {@linkplain #participant participant} of a reloader, unless it is
     *     closed
     */
    public ReloadResult reload(ConfigDocument document) {
        requireNonNull(document, "document");
        if (closed) {
            return new ReloadResult.NotStarted(ReloaderState.CLOSED);
        }
        if (enlisted) {
            throw new IllegalStateException(
                    "this registry is the participant of a reloader; submit a request to that instead");
        }
        return reloader.reload(document);
    }

    /** Keeps a generation open while agents are taken over from it; null if there is none, or it is open no more. */
    private static <A> @Nullable Lease<AgentSnapshot<A>> pin(@Nullable Generation<A> base) {
        return base == null ? null : base.leased().tryAcquire().orElse(null);
    }

    private GenerationPlan plan(ConfigDocument document, @Nullable Generation<A> base) {
        return GenerationPlan.read(document, policy, base == null ? null : base.snapshot());
    }

    private static <A> List<ResolvedAgent> missing(GenerationPlan plan, @Nullable Generation<A> base) {
        AgentsConfig config = plan.parts().orElseThrow().config();
        return base == null ? config.agents() : base.missing(config);
    }

    /**
     * Builds a generation on this thread, which is one of the executor's, and makes it visible to no reader.
     *
     * @throws AgentNotBuiltException if an agent could not be built; the others are closed
     * @throws InvalidConfigException if the document cannot be used, which validation would have reported
     */
    PreparedGeneration<A> prepare(ReloadContext context) throws AgentNotBuiltException {
        ConfigDocument document = context.target();
        Generation<A> base = current;
        GenerationPlan known = validated.getAndSet(null);
        GenerationPlan plan = known != null && known.isOf(document, base == null ? null : base.snapshot())
                ? known
                : plan(document, base);
        if (plan.parts().isEmpty()) {
            throw new InvalidConfigException(plan.problems());
        }
        try (Lease<AgentSnapshot<A>> pin = pin(base)) {
            if (base != null && pin == null) {
                throw new IllegalStateException("the agents in effect are retired");
            }
            return build(plan, base, context);
        }
    }

    private PreparedGeneration<A> build(GenerationPlan plan, @Nullable Generation<A> base, ReloadContext context)
            throws AgentNotBuiltException {
        List<ResolvedAgent> missing = missing(plan, base);
        AgentBuild<A> build = new AgentBuild<>(factory, missing, optional(missing, base));
        build.run(executor, parallelism, context.deadline().remaining());
        Optional<AgentBuild.Failure> failure = build.failure();
        if (failure.isPresent()) {
            BuiltAgent.releaseAll(build.built().reverse());
            CallbackFailures.rethrowIfFatal(failure.get().cause());
            throw new AgentNotBuiltException(
                    failure.get().agent(), failure.get().cause());
        }
        ImmutableMap<AgentId, String> unavailable = LeftOutAgents.reasons(build.leftOut(), plan.document());
        unavailable.forEach((agent, reason) -> context.warn(LeftOutAgents.warning(agent, reason, plan.document())));
        return prepared(base, plan, build.built(), unavailable, context.revision());
    }

    private Set<AgentId> optional(List<ResolvedAgent> missing, @Nullable Generation<A> base) {
        return allowsUnavailable
                ? LeftOutAgents.optional(missing, base == null ? null : base.snapshot())
                : ImmutableSet.of();
    }

    /** Probes the agents that were built for a generation. Called on a thread of the executor. */
    void verify(PreparedGeneration<A> prepared, Deadline deadline) throws AgentRefusedException {
        if (probe.isPresent()) {
            new ProbeRun<>(probe.get(), prepared.next().snapshot().config(), prepared.built())
                    .run(executor, parallelism, deadline);
        }
    }

    private PreparedGeneration<A> prepared(
            @Nullable Generation<A> base,
            GenerationPlan plan,
            ImmutableList<BuiltAgent<A>> built,
            ImmutableMap<AgentId, String> unavailable,
            long revision) {
        AgentsConfig config = plan.parts().orElseThrow().config();
        ImmutableList<BuiltAgent<A>> agents = agents(base, config, built, unavailable.keySet());
        AgentSnapshot<A> snapshot = new AgentSnapshot<>(
                revision,
                plan,
                AgentChanges.of(agents, built, base == null ? ImmutableList.of() : base.removed(config, agents)),
                agents,
                unavailable);
        return new PreparedGeneration<>(base, new Generation<>(snapshot, agents, leases), built);
    }

    private static <A> ImmutableList<BuiltAgent<A>> agents(
            @Nullable Generation<A> base, AgentsConfig config, List<BuiltAgent<A>> built, Set<AgentId> unavailable) {
        Map<AgentId, BuiltAgent<A>> fresh = new HashMap<>();
        built.forEach(agent -> fresh.put(agent.id(), agent));
        ImmutableList.Builder<BuiltAgent<A>> agents =
                ImmutableList.builderWithExpectedSize(config.ids().size());
        int place = 0;
        for (AgentId id : config.ids()) {
            BuiltAgent<A> made = fresh.get(id);
            if (made != null) {
                agents.add(made);
            } else if (!unavailable.contains(id)) {
                agents.add(requireNonNull(base).require(config, id, place).retain());
            }
            place++;
        }
        return agents.build();
    }

    /** Switches to the generation, unless another one was committed since this one was begun, or another reloader owns the registry now. */
    boolean commit(PreparedGeneration<A> prepared, RegistryParticipant.Use use) {
        synchronized (lock) {
            if (enlisted && use == RegistryParticipant.Use.ALONE) {
                return false;
            }
            if (current != prepared.base() || closed) {
                return false;
            }
            current = prepared.next();
            return true;
        }
    }

    /** Switches back to the replaced generation. Returns it if the registry was closed meanwhile, for the caller to retire. */
    Optional<Generation<A>> restore(PreparedGeneration<A> prepared) {
        synchronized (lock) {
            if (current != prepared.next()) {
                return Optional.empty();
            }
            current = prepared.base();
            return closed ? prepared.findBase() : Optional.empty();
        }
    }

    /** Closes this registry and returns the generation in effect, for the caller to retire; empty the second time. */
    Optional<Generation<A>> shutDown() {
        synchronized (lock) {
            if (closed) {
                return Optional.empty();
            }
            closed = true;
            return Optional.ofNullable(current);
        }
    }

    /**
     * Refuses turns and reloads from now on, and closes the agents when the last turn has ended. The last snapshot can still be
     * read. A running reload fails. Does nothing the second time.
     */
    public void close() {
        shutDown().ifPresent(last -> last.leased().retire());
    }

    /**
     * Builds an {@link AgentRegistry}. <em>Not safe for use by multiple threads.</em>
     *
     * @param <A> the host's type of agent
     */
    public static final class Builder<A> {

        private final AgentFactory<A> factory;
        private final HostRuntime runtime;
        private AgentsPolicy policy = AgentsPolicy.standard();
        private Optional<LeaseFactory> leases = Optional.empty();
        private ReloadDeadlines deadlines = ReloadDeadlines.standard();
        private int parallelism = 8;
        private Optional<AgentProbe<A>> probe = Optional.empty();
        private boolean allowsUnavailable;

        private Builder(AgentFactory<A> factory, HostRuntime runtime) {
            this.factory = requireNonNull(factory, "factory");
            this.runtime = requireNonNull(runtime, "runtime");
        }

        /** Sets what the host adds to the configuration; nothing by default. */
        public Builder<A> policy(AgentsPolicy agentsPolicy) {
            this.policy = requireNonNull(agentsPolicy, "agentsPolicy");
            return this;
        }

        /**
         * Sets what makes the leases of generations, such as one that tracks leaks. By default it has the executor and the
         * ticker of the registry.
         */
        public Builder<A> leases(LeaseFactory factoryOfLeases) {
            this.leases = Optional.of(requireNonNull(factoryOfLeases, "factoryOfLeases"));
            return this;
        }

        /**
         * Sets how long the steps of {@link AgentRegistry#reload} may take; by default {@link ReloadDeadlines#standard()}. A registry
         * that is the participant of a reloader goes by the deadlines of that.
         */
        public Builder<A> deadlines(ReloadDeadlines times) {
            this.deadlines = requireNonNull(times, "times");
            return this;
        }

        /**
         * Sets how many agents are built at once, if the executor has as many threads; 8 by default.
         *
         * @throws IllegalArgumentException if that is less than one
         */
        public Builder<A> parallelism(int agents) {
            checkArgument(agents > 0, "at least one agent is built at a time, not %s", agents);
            this.parallelism = agents;
            return this;
        }

        /** Sets what asks each agent that was built before it serves; nothing by default. */
        public Builder<A> probe(AgentProbe<A> agentProbe) {
            this.probe = Optional.of(requireNonNull(agentProbe, "agentProbe"));
            return this;
        }

        /**
         * Lets the registry start without agents that cannot be built. By default one of them refuses the start.
         *
         * <ul>
         *   <li>An {@linkplain AgentSnapshot#unavailable unavailable} agent is a warning of the start. Messages are routed to it all the
         *       same; {@link TurnLease#agent} then throws an {@link AgentUnavailableException}.
         *   <li>Each reload tries to build it again. While its definition stays the same, another failure leaves it unavailable.
         *   <li>An agent that a later reload adds or changes and that cannot be built refuses that reload, as always.
         *   <li>So does an agent at the start that is not built in time, or refused by the {@linkplain #probe probe}.
         * </ul>
         */
        public Builder<A> allowUnavailableAtStart() {
            this.allowsUnavailable = true;
            return this;
        }

        /** Returns the registry, in which there is nothing until the first reload. */
        public AgentRegistry<A> build() {
            return new AgentRegistry<>(this);
        }
    }
}
