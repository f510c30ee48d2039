// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.micrometer;

import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.apply.ReloadResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts and times decisions. All series exist from the start, so that a rate sees the first failure. */
final class DecisionMeters {

    private final Map<ReloadResult.Kind, Map<HistoryEntry.Operation, Counter>> decisions =
            new EnumMap<>(ReloadResult.Kind.class);
    private final Map<ReloadResult.Kind, Timer> durations = new EnumMap<>(ReloadResult.Kind.class);
    private final Map<ReloadPhase, Timer> phases = new EnumMap<>(ReloadPhase.class);
    private final MeterRegistry registry;
    private final Tags common;

    DecisionMeters(MeterRegistry registry, Tags common, List<Meter> meters) {
        this.registry = registry;
        this.common = common;
        for (ReloadResult.Kind result : ReloadResult.Kind.values()) {
            decisions.put(result, counters(result, meters));
            durations.put(
                    result, kept(meters, timer("agent.reload.duration", "how long decisions took", "result", result)));
        }
        for (ReloadPhase phase : ReloadPhase.values()) {
            phases.put(
                    phase,
                    kept(meters, timer("agent.reload.phase.duration", "how long each phase took", "phase", phase)));
        }
    }

    private Map<HistoryEntry.Operation, Counter> counters(ReloadResult.Kind result, List<Meter> meters) {
        Map<HistoryEntry.Operation, Counter> counters = new EnumMap<>(HistoryEntry.Operation.class);
        for (HistoryEntry.Operation operation : HistoryEntry.Operation.values()) {
            counters.put(operation, kept(meters, counter(result, operation)));
        }
        return counters;
    }

    private Counter counter(ReloadResult.Kind result, HistoryEntry.Operation operation) {
        return Counter.builder("agent.reload.decisions")
                .description("how many requests were decided")
                .tags(common)
                .tag("result", word(result))
                .tag("operation", word(operation))
                .register(registry);
    }

    private Timer timer(String name, String description, String key, Enum<?> value) {
        return Timer.builder(name)
                .description(description)
                .tags(common)
                .tag(key, word(value))
                .register(registry);
    }

    private static <M extends Meter> M kept(List<Meter> meters, M meter) {
        meters.add(meter);
        return meter;
    }

    void record(HistoryEntry entry) {
        ReloadResult.Kind result = entry.result().kind();
        of(of(decisions, result), entry.operation()).increment();
        of(durations, result).record(entry.duration());
        entry.durations().forEach((phase, time) -> of(phases, phase).record(time));
    }

    /** The constructor filled each map for all constants. */
    private static <K, V> V of(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new IllegalStateException("no meter of [" + key + "]");
        }
        return value;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
