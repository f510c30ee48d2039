// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.micrometer;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.core.apply.ReloadStatus;
import dev.agentreload.core.apply.ReloadView;
import dev.agentreload.core.apply.ReloaderState;
import dev.agentreload.core.apply.RetiredGeneration;
import dev.agentreload.models.provider.ProviderPool;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The gauges of what is in force. */
final class StateGauges {

    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> meters;

    StateGauges(MeterRegistry registry, Tags tags, List<Meter> meters) {
        this.registry = registry;
        this.tags = tags;
        this.meters = meters;
    }

    void add(ReloadView view, @Nullable AgentRegistry<?> agents, @Nullable ProviderPool<?> providers) {
        StatusSample sample = new StatusSample(view::status, registry.config().clock());
        addState(view, sample);
        addWork(sample);
        if (agents != null) {
            gauge("agent.reload.turns.open", "open turns", () -> openTurns(view, agents));
            gauge(
                    "agent.reload.agents",
                    "agents in force",
                    () -> isRunning(view) ? agents.snapshot().ids().size() : 0);
        }
        if (providers != null) {
            gauge(
                    "agent.reload.providers",
                    "live providers",
                    () -> providers.uses().size());
        }
    }

    private void addState(ReloadView view, StatusSample sample) {
        of(sample, "agent.reload.revision", "the revision in force, 0 before the start", StateGauges::revision);
        of(
                sample,
                "agent.reload.last.successful",
                "1 if the last decision is in effect, else 0",
                status -> is(status.lastResult().isPresent() && status.isLastInEffect()));
        of(
                sample,
                "agent.reload.in.sync",
                "1 if the source held what is in force when it was last read, else 0",
                status -> is(status.effective().isPresent() && !status.sourceDiffers()));
        gauge(
                "agent.reload.held",
                "1 if automatic reloads are held after a rollback, else 0",
                () -> is(view.hold().isPresent()));
        of(
                sample,
                "agent.reload.pending.paths",
                "paths that wait for a restart",
                status -> status.pendingRestart().size());
        of(
                sample,
                "agent.reload.degraded",
                "participants in an unknown state",
                status -> status.degraded().size());
    }

    private void addWork(StatusSample sample) {
        of(
                sample,
                "agent.reload.calls.timed.out",
                "calls that timed out and have not returned",
                status -> status.timedOutCalls().size());
        of(
                sample,
                "agent.reload.retired.generations",
                "retired generations that are not closed",
                status -> status.retired().size());
        of(
                sample,
                "agent.reload.retired.leases",
                "open leases of retired generations",
                status -> status.retired().stream()
                        .mapToLong(RetiredGeneration::openLeases)
                        .sum());
        meters.add(
                TimeGauge.builder("agent.reload.retired.age", () -> oldestNanos(sample.status()), TimeUnit.NANOSECONDS)
                        .description("how long ago the oldest generation that is not closed was retired")
                        .tags(tags)
                        .register(registry));
    }

    private void of(StatusSample sample, String name, String description, ToDoubleFunction<ReloadStatus> value) {
        gauge(name, description, () -> value.applyAsDouble(sample.status()));
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        meters.add(
                Gauge.builder(name, value).description(description).tags(tags).register(registry));
    }

    private static double revision(ReloadStatus status) {
        return status.effective().map(ReloadStatus.DocumentState::revision).stream()
                .mapToDouble(revision -> revision.orElse(0))
                .sum();
    }

    private static int is(boolean condition) {
        return condition ? 1 : 0;
    }

    private static long oldestNanos(ReloadStatus status) {
        Optional<RetiredGeneration> oldest = status.retired().stream().findFirst();
        return oldest.map(generation -> generation.age().toNanos()).orElse(0L);
    }

    /** The turns of the generation in force and of those that are retired. */
    private static long openTurns(ReloadView view, AgentRegistry<?> agents) {
        return isRunning(view) ? agents.status().openLeases() : 0;
    }

    private static boolean isRunning(ReloadView view) {
        return view.current().isPresent() && view.status().state() != ReloaderState.CLOSED;
    }
}
