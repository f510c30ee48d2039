package dev.agentreload.agents;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.Route;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.agents.routing.Router;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.InvalidConfigException;
import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.LeaseStatus;
import dev.agentreload.core.participant.ReloadParticipant;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the host's agents in step with the configuration.
 *
 * <p>A reload reads the agents of a document and makes those that are new or changed beside the ones in use; then one
 * reference write puts the whole new generation into effect. An agent is the same instance before and after exactly if its
 * {@link ResolvedAgent} is equal. A reload that does not succeed changes nothing, and what was made for it is closed.
 * Agents that were replaced or removed are closed when no generation in use has them any more.
 *
 * <p><em>Safe for use by multiple threads.</em> One reload runs at a time; reads never wait.
 *
 * @param <A> the host's type of agent
 */
public final class AgentRegistry<A> {

    private static final System.Logger LOGGER = System.getLogger(AgentRegistry.class.getPackageName());

    private final AgentFactory<A> factory;
    private final AgentsPolicy policy;
    private final Executor executor;
    private final LeaseFactory leases;
    private final Duration buildTimeout;
    private final int parallelism;

    /** Owned by the reload that is under way. No monitor: host code runs meanwhile, and may ask for a reload itself. */
    private final AtomicBoolean reloading = new AtomicBoolean();

    /** Guards the writing of what follows; no host code runs under it. */
    private final Object lock = new Object();

    /** Read once by each reader. */
    private volatile @Nullable Generation<A> current;

    private volatile boolean closed;

    /** Whether a reloader alone decides what is in effect. */
    private volatile boolean enlisted;

    private AgentRegistry(Builder<A> builder) {
        this.factory = builder.factory;
        this.policy = builder.policy;
        this.executor = builder.executor;
        this.leases = builder.leases.orElseGet(() -> LeaseFactory.of(builder.executor, builder.nanoTicker));
        this.buildTimeout = builder.buildTimeout;
        this.parallelism = builder.parallelism;
    }

    /**
     * Returns a builder of a registry.
     *
     * @param factory makes and closes the agents
     * @param executor where the factory is called
     * @param nanoTicker monotonic time in nanoseconds, such as {@code System::nanoTime}: the one of the reloader, whose drain
     *     policy goes by it
     */
    public static <A> Builder<A> builder(AgentFactory<A> factory, Executor executor, LongSupplier nanoTicker) {
        return new Builder<>(factory, executor, nanoTicker);
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
        while (true) {
            Generation<A> generation = generation();
            // All that may fail comes before the lease, which nobody could give back otherwise.
            Router router = generation.snapshot().router();
            Route route = router.route(request);
            SessionKey sessionKey = router.sessionKeys().keyFor(route.agentId(), request);
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

    /** Returns what is wrong with a document, and what looks wrong, without making anything. */
    public List<ConfigProblem> validate(ConfigDocument document) {
        requireNonNull(document, "document");
        return plan(document, current).problems();
    }

    /**
     * Returns this registry as the participant of a reloader that applies agents, bindings, providers and models, all with one
     * reference write. From now on only that reloader reloads this registry, so that the reloader never reports another
     * document than the one in effect here: {@link #reload} throws, and one that is running is refused.
     */
    public ReloadParticipant participant() {
        synchronized (lock) {
            enlisted = true;
        }
        return new RegistryParticipant<>(this);
    }

    /**
     * Takes a document into effect. Waits for the agents that must be made, no longer than the build timeout, and for the
     * close of those that were made in vain, no longer than that again.
     *
     * <p>A thread that is interrupted gives up if the new generation is not in effect yet; its flag stays set.
     *
     * @throws IllegalStateException if this registry is the {@linkplain #participant participant} of a reloader, unless it is
     *     closed
     */
    public RegistryReload reload(ConfigDocument document) {
        requireNonNull(document, "document");
        if (enlisted && !closed) {
            throw new IllegalStateException(
                    "this registry is the participant of a reloader; submit a request to that instead");
        }
        if (!reloading.compareAndSet(false, true)) {
            return new RegistryReload.Busy();
        }
        try {
            return closed ? new RegistryReload.Closed() : reloadAlone(document);
        } finally {
            reloading.set(false);
        }
    }

    private RegistryReload reloadAlone(ConfigDocument document) {
        Generation<A> base = current;
        if (base != null && isSame(document, base)) {
            return new RegistryReload.Unchanged(base.snapshot().revision());
        }
        GenerationPlan plan = plan(document, base);
        if (plan.parts().isEmpty()) {
            return new RegistryReload.Invalid(plan.problems());
        }
        try (Lease<AgentSnapshot<A>> pin = pin(base)) {
            return base != null && pin == null ? refused() : reloadAlone(plan, base);
        }
    }

    private RegistryReload reloadAlone(GenerationPlan plan, @Nullable Generation<A> base) {
        AgentBuild<A> build = new AgentBuild<>(factory, missing(plan, base));
        build.runElsewhere(executor, parallelism, buildTimeout);
        Optional<AgentBuild.Failure> failure = build.failure();
        if (failure.isPresent()) {
            discard(build.built());
            rethrowIfFatal(failure.get().cause());
            return new RegistryReload.BuildFailed(
                    failure.get().agent(), failure.get().cause());
        }
        PreparedGeneration<A> prepared = prepared(base, plan, build);
        if (!commitAlone(prepared)) {
            runAndWait(prepared::discard);
            return refused();
        }
        if (base != null) {
            base.leased().retire();
        }
        return prepared.applied();
    }

    private void discard(ImmutableList<BuiltAgent<A>> built) {
        if (!built.isEmpty()) {
            runAndWait(() -> BuiltAgent.releaseAll(built.reverse()));
        }
    }

    private RegistryReload refused() {
        return closed ? new RegistryReload.Closed() : new RegistryReload.Busy();
    }

    /** Keeps a generation open while agents are taken over from it; null if there is none, or it is open no more. */
    private static <A> @Nullable Lease<AgentSnapshot<A>> pin(@Nullable Generation<A> base) {
        return base == null ? null : base.leased().tryAcquire().orElse(null);
    }

    private static <A> boolean isSame(ConfigDocument document, Generation<A> base) {
        return base.snapshot().document().equals(document);
    }

    private GenerationPlan plan(ConfigDocument document, @Nullable Generation<A> base) {
        return GenerationPlan.read(document, policy, base == null ? null : base.snapshot());
    }

    private static <A> List<ResolvedAgent> missing(GenerationPlan plan, @Nullable Generation<A> base) {
        return plan.parts().orElseThrow().config().agents().stream()
                .filter(agent -> base == null || base.find(agent).isEmpty())
                .toList();
    }

    /**
     * Makes a generation on this thread, which is one of the executor's, and shows it to nobody.
     *
     * @throws AgentNotBuiltException if an agent could not be made; those that were are closed
     * @throws InvalidConfigException if the document cannot be used, which validating would have told
     */
    PreparedGeneration<A> prepareHere(ConfigDocument document, Duration timeout) throws AgentNotBuiltException {
        Generation<A> base = current;
        GenerationPlan plan = plan(document, base);
        if (plan.parts().isEmpty()) {
            throw new InvalidConfigException(plan.problems());
        }
        try (Lease<AgentSnapshot<A>> pin = pin(base)) {
            if (base != null && pin == null) {
                throw new IllegalStateException("the agents in effect are retired");
            }
            return buildHere(plan, base, timeout);
        }
    }

    private PreparedGeneration<A> buildHere(GenerationPlan plan, @Nullable Generation<A> base, Duration timeout)
            throws AgentNotBuiltException {
        AgentBuild<A> build = new AgentBuild<>(factory, missing(plan, base));
        build.runHere(executor, parallelism, timeout);
        Optional<AgentBuild.Failure> failure = build.failure();
        if (failure.isPresent()) {
            BuiltAgent.releaseAll(build.built().reverse());
            rethrowIfFatal(failure.get().cause());
            throw new AgentNotBuiltException(
                    failure.get().agent(), failure.get().cause());
        }
        return prepared(base, plan, build);
    }

    private PreparedGeneration<A> prepared(@Nullable Generation<A> base, GenerationPlan plan, AgentBuild<A> build) {
        GenerationPlan.Parts parts = plan.parts().orElseThrow();
        ImmutableMap<AgentId, BuiltAgent<A>> agents = agents(base, parts.config(), build.built());
        long revision = base == null ? 1 : base.snapshot().revision() + 1;
        AgentSnapshot<A> snapshot = new AgentSnapshot<>(
                revision,
                plan,
                AgentChanges.between(
                        base == null ? ImmutableSet.of() : base.snapshot().ids(), agents.keySet(), build.built()),
                Maps.transformValues(agents, BuiltAgent::agent));
        return new PreparedGeneration<>(
                base, new Generation<>(snapshot, agents, leases), build.built(), plan.problems());
    }

    private static <A> ImmutableMap<AgentId, BuiltAgent<A>> agents(
            @Nullable Generation<A> base, AgentsConfig config, List<BuiltAgent<A>> built) {
        Map<AgentId, BuiltAgent<A>> made = new HashMap<>();
        built.forEach(agent -> made.put(agent.id(), agent));
        ImmutableMap.Builder<AgentId, BuiltAgent<A>> agents = ImmutableMap.builder();
        for (ResolvedAgent agent : config.agents()) {
            BuiltAgent<A> fresh = made.get(agent.id());
            agents.put(
                    agent.id(),
                    fresh != null
                            ? fresh
                            : requireNonNull(base).require(agent.id()).retain());
        }
        return agents.buildOrThrow();
    }

    /** Commits outside of any transaction, unless a reloader alone may do that. */
    private boolean commitAlone(PreparedGeneration<A> prepared) {
        synchronized (lock) {
            return !enlisted && commit(prepared);
        }
    }

    /** Puts the generation into effect, unless another came into effect since it was begun. */
    boolean commit(PreparedGeneration<A> prepared) {
        synchronized (lock) {
            if (current != prepared.base() || closed) {
                return false;
            }
            current = prepared.next();
            return true;
        }
    }

    /**
     * Puts the generation back into effect that was replaced. Returns it if the registry was closed meanwhile: then nobody else
     * retires it.
     */
    Optional<Generation<A>> restore(PreparedGeneration<A> prepared) {
        synchronized (lock) {
            if (current != prepared.next()) {
                return Optional.empty();
            }
            current = prepared.base();
            return closed ? prepared.findBase() : Optional.empty();
        }
    }

    /** Ends the service of the generation in effect, and of this registry, and returns it; empty the second time. */
    Optional<Generation<A>> takeOut() {
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
     * read. A reload that is under way takes nothing into effect any more. Does nothing the second time.
     */
    public void close() {
        takeOut().ifPresent(last -> last.leased().retire());
    }

    private static void rethrowIfFatal(Throwable failure) {
        if (failure instanceof VirtualMachineError error && !(failure instanceof StackOverflowError)) {
            throw error;
        }
    }

    /** Runs a task once, on the executor or here if that refuses, and waits until it is done or the time is up. */
    private void runAndWait(Runnable task) {
        AtomicBoolean begun = new AtomicBoolean();
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        Runnable once = () -> {
            if (begun.compareAndSet(false, true)) {
                try {
                    task.run();
                } finally {
                    done.complete(null);
                }
            }
        };
        try {
            executor.execute(once);
        } catch (Throwable refusal) {
            once.run();
            rethrowIfFatal(refusal);
        }
        boolean interrupted = Thread.interrupted();
        try {
            done.get(buildTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (TimeoutException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "agents that were made in vain are not closed within {0}",
                    buildTimeout);
        } catch (ExecutionException e) {
            throw new AssertionError("nobody fails this future", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Builds an {@link AgentRegistry}. <em>Not safe for use by multiple threads.</em>
     *
     * @param <A> the host's type of agent
     */
    public static final class Builder<A> {

        private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

        private final AgentFactory<A> factory;
        private final Executor executor;
        private final LongSupplier nanoTicker;
        private AgentsPolicy policy = AgentsPolicy.standard();
        private Optional<LeaseFactory> leases = Optional.empty();
        private Duration buildTimeout = Duration.ofSeconds(30);
        private int parallelism = 8;

        private Builder(AgentFactory<A> factory, Executor executor, LongSupplier nanoTicker) {
            this.factory = requireNonNull(factory, "factory");
            this.executor = requireNonNull(executor, "executor");
            this.nanoTicker = requireNonNull(nanoTicker, "nanoTicker");
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
         * Sets how long the making of all agents of a reload may take; 30 seconds by default.
         *
         * @throws IllegalArgumentException if that is not positive, or more than 292 years, which nanoseconds cannot count
         */
        public Builder<A> buildTimeout(Duration timeout) {
            checkArgument(!timeout.isNegative() && !timeout.isZero(), "a timeout must be positive, not %s", timeout);
            checkArgument(timeout.compareTo(LONGEST) <= 0, "a timeout must be at most %s, not %s", LONGEST, timeout);
            this.buildTimeout = timeout;
            return this;
        }

        /**
         * Sets how many agents are made at once, if the executor has as many threads; 8 by default.
         *
         * @throws IllegalArgumentException if that is less than one
         */
        public Builder<A> parallelism(int agents) {
            checkArgument(agents > 0, "at least one agent is made at a time, not %s", agents);
            this.parallelism = agents;
            return this;
        }

        /** Returns the registry, in which there is nothing until the first reload. */
        public AgentRegistry<A> build() {
            return new AgentRegistry<>(this);
        }
    }
}
