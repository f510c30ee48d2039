// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.micrometer;

import static java.util.Objects.requireNonNull;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadView;
import dev.agentreload.core.apply.Subscription;
import dev.agentreload.models.provider.ProviderPool;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Binds the meters of a reloader to registries of Micrometer.
 *
 * <pre>{@code
 * ReloadMeters meters = ReloadMeters.builder(reloader.view()).agents(registry).providers(pool).build();
 * meters.bindTo(meterRegistry);
 * }</pre>
 *
 * <p>All names begin with {@code agent.reload}. Tag values are a fixed set of lower-case words: no path, revision, agent, person or
 * secret is ever one. All counters and timers of the reloader exist from the start, at zero. Decisions made before the binding are
 * counted as far as the history has them.
 *
 * <p>Gauges read the status of the reloader at most once a second, by the clock of the meter registry. They hold the reloader
 * strongly until {@link #close}. <em>Safe for use by multiple threads.</em>
 */
public final class ReloadMeters implements MeterBinder, AutoCloseable {

    private final ReloadView view;
    private final @Nullable AgentRegistry<?> agents;
    private final @Nullable ProviderPool<?> providers;
    private final Tags tags;

    /** Guards the bindings; no code of a registry runs under it. */
    private final Object lock = new Object();

    private final Map<MeterRegistry, Bound> bindings = new LinkedHashMap<>();
    private boolean closed;

    /** What one registry has of these meters. */
    private record Bound(Subscription subscription, List<Meter> meters) {

        void unbind(MeterRegistry registry) {
            subscription.close();
            meters.forEach(registry::remove);
        }
    }

    private ReloadMeters(Builder builder) {
        this.view = builder.view;
        this.agents = builder.agents;
        this.providers = builder.providers;
        this.tags = builder.tags;
    }

    /**
     * Returns a builder of the meters of a reloader.
     *
     * @param view the read side of the reloader, which need not be started
     */
    public static Builder builder(ReloadView view) {
        return new Builder(view);
    }

    /** Registers the meters. Binding to the same registry again does nothing, as does binding after {@link #close}. */
    @Override
    public void bindTo(MeterRegistry registry) {
        requireNonNull(registry, "registry");
        if (isBound(registry)) {
            return;
        }
        List<Meter> meters = new ArrayList<>();
        DecisionMeters decisions = new DecisionMeters(registry, tags, meters);
        new StateGauges(registry, tags, meters).add(view, agents, providers);
        Subscription subscription = view.subscribe("meters", decisions::record);
        List<HistoryEntry> earlier = view.history();
        Bound bound = new Bound(subscription, meters);
        if (!keep(registry, bound)) {
            bound.unbind(registry);
            return;
        }
        earlier.stream()
                .filter(entry -> entry.sequence() < subscription.firstSequence())
                .forEach(decisions::record);
    }

    private boolean isBound(MeterRegistry registry) {
        synchronized (lock) {
            return closed || bindings.containsKey(registry);
        }
    }

    private boolean keep(MeterRegistry registry, Bound bound) {
        synchronized (lock) {
            return !closed && bindings.putIfAbsent(registry, bound) == null;
        }
    }

    /** Removes the meters from all registries. Closing again does nothing. */
    @Override
    public void close() {
        Map<MeterRegistry, Bound> all;
        synchronized (lock) {
            closed = true;
            all = new LinkedHashMap<>(bindings);
            bindings.clear();
        }
        all.forEach((registry, bound) -> bound.unbind(registry));
    }

    /** Configures {@link ReloadMeters}. <em>Not safe for use by multiple threads.</em> */
    public static final class Builder {

        private final ReloadView view;
        private @Nullable AgentRegistry<?> agents;
        private @Nullable ProviderPool<?> providers;
        private Tags tags = Tags.empty();

        private Builder(ReloadView view) {
            this.view = requireNonNull(view, "view");
        }

        /** Adds the gauges of agents and open turns. */
        public Builder agents(AgentRegistry<?> registry) {
            this.agents = requireNonNull(registry, "registry");
            return this;
        }

        /** Adds the gauge of live providers. */
        public Builder providers(ProviderPool<?> pool) {
            this.providers = requireNonNull(pool, "pool");
            return this;
        }

        /** Sets tags that all meters get, such as the name of the reloader if a host has several. */
        public Builder tags(Iterable<Tag> common) {
            this.tags = Tags.of(common);
            return this;
        }

        /** Returns the meters, which are bound to no registry. */
        public ReloadMeters build() {
            return new ReloadMeters(this);
        }
    }
}
