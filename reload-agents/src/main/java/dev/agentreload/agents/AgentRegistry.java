package dev.agentreload.agents;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private final AgentFactory<A> factory;
    private final AgentsPolicy policy;
    private final BuildTerms terms;

    /** Owned by the reload that is under way. No monitor: host code runs meanwhile, and may ask for a reload itself. */
    private final AtomicBoolean reloading = new AtomicBoolean();

    /** Written by the owner of {@link #reloading} alone, read once by each reader. */
    private volatile @Nullable Generation<A> current;

    private volatile boolean closed;

    private AgentRegistry(Builder<A> builder) {
        this.factory = builder.factory;
        this.policy = builder.policy;
        this.terms = new BuildTerms(builder.executor, builder.buildTimeout, builder.parallelism);
    }

    /**
     * Returns a builder of a registry.
     *
     * @param factory makes and closes the agents
     * @param executor where the factory is called
     */
    public static <A> Builder<A> builder(AgentFactory<A> factory, Executor executor) {
        return new Builder<>(factory, executor);
    }

    /**
     * Returns the generation in effect.
     *
     * @throws IllegalStateException if no reload has succeeded yet
     */
    public AgentSnapshot<A> snapshot() {
        Generation<A> generation = current;
        if (generation == null) {
            throw new IllegalStateException("no configuration was loaded yet");
        }
        return generation.snapshot();
    }

    /** Returns what is wrong with a document, and what looks wrong, without making anything. */
    public List<ConfigProblem> validate(ConfigDocument document) {
        return read(document, Optional.ofNullable(current)).problems();
    }

    /**
     * Takes a document into effect. Waits for the agents that must be made, no longer than the build timeout, and for the
     * close of those that were made in vain, no longer than that again.
     *
     * <p>A thread that is interrupted gives up if the new generation is not in effect yet; its flag stays set.
     */
    public RegistryReload reload(ConfigDocument document) {
        requireNonNull(document, "document");
        if (!reloading.compareAndSet(false, true)) {
            return new RegistryReload.Busy();
        }
        try {
            if (closed) {
                return new RegistryReload.Closed();
            }
            Preparation<A> preparation = prepare(document);
            if (preparation instanceof Preparation.Ended<A> ended) {
                return ended.result();
            }
            PreparedGeneration<A> prepared = ((Preparation.Ready<A>) preparation).generation();
            commit(prepared);
            retireReplaced(prepared);
            return prepared.applied();
        } finally {
            reloading.set(false);
        }
    }

    /** Reads the document and makes what is missing. Nothing is visible yet. */
    private Preparation<A> prepare(ConfigDocument document) {
        Generation<A> base = current;
        ConfigDocument comparable = base == null
                ? document
                : document.fingerprintedWith(base.snapshot().document());
        if (base != null && base.snapshot().document().equals(comparable)) {
            return new Preparation.Ended<>(
                    new RegistryReload.Unchanged(base.snapshot().revision()));
        }
        AgentsReading reading = read(comparable, Optional.ofNullable(base));
        return reading instanceof AgentsReading.Read read
                ? build(base, comparable, read)
                : new Preparation.Ended<>(new RegistryReload.Invalid(reading.problems()));
    }

    private AgentsReading read(ConfigDocument document, Optional<Generation<A>> base) {
        return base.map(Generation::snapshot)
                .map(known -> AgentsConfig.read(document.fingerprintedWith(known.document()), policy, known.config()))
                .orElseGet(() -> AgentsConfig.read(document, policy));
    }

    private Preparation<A> build(@Nullable Generation<A> base, ConfigDocument document, AgentsReading.Read read) {
        List<ResolvedAgent> missing = read.config().agents().stream()
                .filter(agent -> base == null || base.find(agent).isEmpty())
                .toList();
        AgentBuild<A> build = new AgentBuild<>(factory, missing);
        build.run(terms);
        if (build.failure().isPresent()) {
            return failed(build.failure().get(), build.built());
        }
        ImmutableMap<AgentId, BuiltAgent<A>> agents = agents(base, read.config(), build.built());
        long revision = base == null ? 1 : base.snapshot().revision() + 1;
        AgentSnapshot<A> snapshot = new AgentSnapshot<>(revision, document, read.config(), Generation.values(agents));
        return new Preparation.Ready<>(new PreparedGeneration<>(
                base, new Generation<>(snapshot, agents), build.built(), ImmutableList.copyOf(read.problems())));
    }

    private Preparation<A> failed(AgentBuild.Failure failure, ImmutableList<BuiltAgent<A>> built) {
        terms.runAndWait(() -> BuiltAgent.releaseAll(built.reverse()));
        if (failure.cause() instanceof VirtualMachineError error && !(error instanceof StackOverflowError)) {
            throw error;
        }
        return new Preparation.Ended<>(new RegistryReload.BuildFailed(failure.agent(), failure.cause()));
    }

    private ImmutableMap<AgentId, BuiltAgent<A>> agents(
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
                            : requireNonNull(base).find(agent).orElseThrow().retain());
        }
        return agents.buildOrThrow();
    }

    /** Puts the generation into effect. */
    void commit(PreparedGeneration<A> prepared) {
        current = prepared.next();
    }

    /** Lets go of the generation that was replaced, once everything that changes with it has changed too. */
    void retireReplaced(PreparedGeneration<A> prepared) {
        if (prepared.base() != null) {
            retire(prepared.base());
        }
    }

    /** Puts the generation back into effect that was replaced, and retires the one that somebody may have seen. */
    void rollback(PreparedGeneration<A> prepared) {
        current = prepared.base();
        retire(prepared.next());
    }

    /** Closes what was made for a generation that was never in effect. */
    void discard(PreparedGeneration<A> prepared) {
        terms.runAndWait(() -> prepared.next().close());
    }

    private void retire(Generation<A> generation) {
        terms.run(generation::close);
    }

    /**
     * Refuses reloads from now on and closes the agents; a reload that is under way is waited for by nobody and finishes
     * first. Does nothing the second time.
     *
     * @throws IllegalStateException if a reload is under way
     */
    public void close() {
        if (!reloading.compareAndSet(false, true)) {
            throw new IllegalStateException("a reload is under way");
        }
        try {
            closed = true;
            Generation<A> last = current;
            current = null;
            if (last != null) {
                retire(last);
            }
        } finally {
            reloading.set(false);
        }
    }

    /** What became of preparing a generation. */
    private sealed interface Preparation<A> {

        record Ready<A>(PreparedGeneration<A> generation) implements Preparation<A> {}

        record Ended<A>(RegistryReload result) implements Preparation<A> {}
    }

    /**
     * Builds an {@link AgentRegistry}. <em>Not safe for use by multiple threads.</em>
     *
     * @param <A> the host's type of agent
     */
    public static final class Builder<A> {

        private final AgentFactory<A> factory;
        private final Executor executor;
        private AgentsPolicy policy = AgentsPolicy.standard();
        private Duration buildTimeout = Duration.ofSeconds(30);
        private int parallelism = 8;

        private Builder(AgentFactory<A> factory, Executor executor) {
            this.factory = requireNonNull(factory, "factory");
            this.executor = requireNonNull(executor, "executor");
        }

        /** Sets what the host adds to the configuration; nothing by default. */
        public Builder<A> policy(AgentsPolicy agentsPolicy) {
            this.policy = requireNonNull(agentsPolicy, "agentsPolicy");
            return this;
        }

        /**
         * Sets how long the making of all agents of a reload may take; 30 seconds by default.
         *
         * @throws IllegalArgumentException if that is no time at all
         */
        public Builder<A> buildTimeout(Duration timeout) {
            checkArgument(!timeout.isNegative() && !timeout.isZero(), "a timeout must be positive, not %s", timeout);
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
