// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.CatalogState.Answer;
import dev.agentreload.models.CatalogState.Failure;
import dev.agentreload.models.CatalogState.Question;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Knows the models of the current configuration: those it lists, and those its providers say they have.
 *
 * <p>The first caller after {@link #invalidate()} or {@link #reload} asks the {@linkplain ModelSource sources} on the host's
 * executor, others share the answer, and all wait until the load's time is up at most. A caller after an invalidation
 * gets what the sources were asked for after it, or the earlier models of providers that still exist, marked as
 * {@linkplain ModelList#isStale stale} with the reason. A load that was under way finishes for those who wait for it and is
 * forgotten. A provider that fails, lists nothing or breaks off does not hide the others' models. A later call asks it again,
 * no sooner than the retry delay or the provider's own {@code Retry-After} later, and returns the known list at once: the answer comes to the calls after it. A complete
 * list that is shorter than before is believed.
 *
 * <p>The models that the configuration lists are in every list, even if sources or the executor fail.
 *
 * <p>Code that runs on the executor must not ask a catalog that needs the same threads: it would wait for itself until the
 * deadline. <em>Safe for use by multiple threads.</em>
 */
public final class ModelCatalog {

    private static final AtomicReferenceFieldUpdater<ModelCatalog, CatalogState> STATE =
            AtomicReferenceFieldUpdater.newUpdater(ModelCatalog.class, CatalogState.class, "state");

    private final ImmutableList<ModelSource> sources;
    private final Executor executor;
    private final CatalogClock clock;

    /** Changed by compare-and-set alone, so that invalidating never waits. */
    private volatile CatalogState state;

    private ModelCatalog(Builder builder, ModelsConfig config) {
        this.sources = builder.sources.build();
        this.executor = builder.runtime.executor();
        this.clock = new CatalogClock(builder.runtime.ticker(), builder.timeout, builder.retryDelay);
        this.state = CatalogState.of(config);
    }

    /**
     * Returns a builder of a catalog.
     *
     * @param runtime its executor asks the sources
     */
    public static Builder builder(HostRuntime runtime) {
        return new Builder(runtime);
    }

    /**
     * Returns the models. Waits for the sources if they were not asked since the last invalidation. A caller that is interrupted
     * gets what is known at once, and its flag stays set.
     */
    public ModelList models() {
        while (true) {
            CatalogState seen = state;
            ModelList known = seen.list();
            if (known != null) {
                retry(seen);
                return known;
            }
            CatalogLoad load = seen.load() == null ? start(seen) : seen.load();
            if (load != null) {
                return await(load);
            }
        }
    }

    /** Returns the model with this reference, as {@link #models()} knows it. */
    public Optional<Model> find(ModelRef ref) {
        requireNonNull(ref, "ref");
        return models().find(ref);
    }

    /** Returns the model with this alias, or the one that is written so, as {@link #models()} knows it. */
    public Optional<Model> find(String name) {
        requireNonNull(name, "name");
        return models().find(name);
    }

    /**
     * Forgets the list: calls from now on get what sources say from now on. Does nothing more if there was no call since the last
     * time. Never blocks and never throws.
     */
    public void invalidate() {
        STATE.updateAndGet(this, seen -> seen.invalidated(seen.config()));
    }

    /** Applies new definitions and forgets, in one step. Never blocks and never throws. */
    public void reload(ModelsConfig config) {
        exchange(requireNonNull(config, "config"));
    }

    /**
     * Returns the participant that applies changes of models and providers, with one reference write, and
     * reads them under the policy of the definitions it was built with.
     *
     * <p>It handles {@code reload-agents} too, since {@code agents.defaults.models} names models. So it belongs next to a participant that
     * applies changes of agents: in a reloader without one, changes of agents would count as handled.
     */
    public ReloadParticipant participant() {
        return new CatalogParticipant(this, config().policy());
    }

    /** Applies new definitions, forgets, and returns how it was before. */
    CatalogState exchange(ModelsConfig config) {
        return STATE.getAndUpdate(this, seen -> seen.invalidated(config));
    }

    /** Brings back how it was before an exchange, forgetting what was to be forgotten since. */
    void restore(CatalogState before) {
        STATE.updateAndGet(this, seen -> seen.restored(before));
    }

    /** Returns the definitions in effect. */
    public ModelsConfig config() {
        return state.config();
    }

    /** Asks those that failed once more, if it is time for that, and ends what takes too long; waits for nothing. */
    private void retry(CatalogState seen) {
        CatalogLoad load = seen.load();
        if (load != null) {
            load.settleIfOverdue();
        } else if (seen.isRetryDue(clock)) {
            start(seen);
        }
    }

    private @Nullable CatalogLoad start(CatalogState seen) {
        CatalogLoad load = new CatalogLoad(seen, sources, clock, this::settle);
        if (!STATE.compareAndSet(this, seen, seen.loading(load))) {
            return null;
        }
        load.run(executor);
        return load;
    }

    private ModelList await(CatalogLoad load) {
        try {
            return load.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return state.assemble(sources.size());
        }
    }

    /** Publishes what a load found if its epoch is still the current one, and returns it for those who wait in any case. */
    private ModelList settle(CatalogLoad load) {
        ImmutableMap<Question, Answer> answers = load.answers();
        Map<Question, Failure> failures = load.failures(answers);
        CatalogState loaded = load.start().loaded(answers, failures, sources.size());
        STATE.updateAndGet(this, seen -> seen.load() == load ? loaded : seen);
        return requireNonNull(loaded.list());
    }

    /** Builds a {@link ModelCatalog}. <em>Not safe for use by multiple threads.</em> */
    public static final class Builder {

        private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

        private final HostRuntime runtime;
        private final ImmutableList.Builder<ModelSource> sources = ImmutableList.builder();
        private Duration timeout = Duration.ofSeconds(10);
        private Duration retryDelay = Duration.ofSeconds(5);

        private Builder(HostRuntime runtime) {
            this.runtime = requireNonNull(runtime, "runtime");
        }

        /** Adds a source. What earlier ones say of a model, and before all of them the configuration, counts. */
        public Builder source(ModelSource source) {
            sources.add(requireNonNull(source, "source"));
            return this;
        }

        /** Adds sources in this order, or none of them if one is null. */
        public Builder sources(List<ModelSource> others) {
            sources.addAll(ImmutableList.copyOf(others));
            return this;
        }

        /**
         * Sets how long a load may take; 10 seconds by default.
         *
         * @throws IllegalArgumentException if that is not positive, or more than 292 years, which nanoseconds cannot count
         */
        public Builder timeout(Duration duration) {
            this.timeout = positive(duration, "a timeout");
            return this;
        }

        /**
         * Sets how soon a provider that failed is asked again; 5 seconds by default.
         *
         * @throws IllegalArgumentException if that is not positive, or more than 292 years, which nanoseconds cannot count
         */
        public Builder retryDelay(Duration duration) {
            this.retryDelay = positive(duration, "a retry delay");
            return this;
        }

        private static Duration positive(Duration duration, String name) {
            checkArgument(!duration.isNegative() && !duration.isZero(), "%s must be positive, not %s", name, duration);
            checkArgument(duration.compareTo(LONGEST) <= 0, "%s must be at most %s, not %s", name, LONGEST, duration);
            return duration;
        }

        /** Returns the catalog, with these definitions to begin with. */
        public ModelCatalog build(ModelsConfig config) {
            return new ModelCatalog(this, requireNonNull(config, "config"));
        }
    }
}
