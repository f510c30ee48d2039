// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.internal.engine.call.Failures;
import dev.agentreload.core.lease.CloseResult;
import dev.agentreload.core.lease.LeaseHolder;
import dev.agentreload.core.lease.LeaseStatus;
import dev.agentreload.core.plan.ReloadPlan;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The documented forms of results, decisions and reports; the package comment lists their fields. */
final class ReportMaps {

    private ReportMaps() {}

    static Map<String, Object> of(ReloadResult result) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("result", word(result.kind()));
        map.put("inEffect", result.isInEffect());
        map.put("summary", result.summary());
        addDetails(map, result);
        map.put("warnings", list(result.warnings(), ConfigProblem::toMap));
        return map;
    }

    private static void addDetails(Map<String, Object> map, ReloadResult result) {
        switch (result.kind()) {
            case APPLIED -> add(map, (ReloadResult.Applied) result);
            case UNCHANGED -> add(map, (ReloadResult.Unchanged) result);
            case RESTART_REQUIRED -> add(map, (ReloadResult.RestartRequired) result);
            case INVALID -> map.put("problems", list(((ReloadResult.Invalid) result).problems(), ConfigProblem::toMap));
            case ROLLED_BACK -> add(map, (ReloadResult.RolledBack) result);
            case RESTORE_FAILED -> add(map, (ReloadResult.RestoreFailed) result);
            case STALE -> add(map, (ReloadResult.Stale) result);
            case BUSY -> map.put("reason", word(((ReloadResult.Busy) result).reason()));
            case NOT_STARTED -> map.put("state", word(((ReloadResult.NotStarted) result).state()));
            case SUPERSEDED, STILL_RUNNING, DISABLED -> {} // the kind says all
        }
    }

    private static void add(Map<String, Object> map, ReloadResult.Applied applied) {
        map.put("revision", applied.revision());
        map.put("pending", texts(applied.pending()));
        map.put("plan", orNull(applied.plan(), ReloadPlan::toMap));
    }

    private static void add(Map<String, Object> map, ReloadResult.Unchanged unchanged) {
        map.put("revision", unchanged.revision());
        map.put("pending", texts(unchanged.pending()));
    }

    private static void add(Map<String, Object> map, ReloadResult.RestartRequired restart) {
        map.put("problems", list(restart.dependencies(), ConfigProblem::toMap));
        map.put("plan", restart.plan().toMap());
    }

    private static void add(Map<String, Object> map, ReloadResult.RolledBack rolledBack) {
        map.put("failure", failure(rolledBack.failure()));
        map.put("outages", list(rolledBack.outages(), ReportMaps::outage));
    }

    private static void add(Map<String, Object> map, ReloadResult.RestoreFailed failed) {
        map.put("failure", failure(failed.failure()));
        map.put("unrestored", list(failed.unrestored(), ReportMaps::failure));
        map.put("outages", list(failed.outages(), ReportMaps::outage));
    }

    private static void add(Map<String, Object> map, ReloadResult.Stale stale) {
        map.put("mismatch", word(stale.mismatch()));
        map.put("between", stale.between().toMap());
    }

    static Map<String, Object> of(HistoryEntry entry) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("sequence", entry.sequence());
        map.put("at", entry.at().toString());
        map.put("actor", entry.actor());
        map.put("operation", word(entry.operation()));
        map.put("requested", orNull(entry.requested(), ConfigDocument::contentId));
        map.put("effective", orNull(entry.effective(), ConfigDocument::contentId));
        map.put("durationMillis", entry.duration().toMillis());
        Map<String, Object> phases = new LinkedHashMap<>();
        entry.durations().forEach((phase, duration) -> phases.put(word(phase), duration.toMillis()));
        map.put("phaseMillis", phases);
        map.put("notes", entry.notes());
        map.put("outcome", entry.result().toMap());
        return map;
    }

    static Map<String, Object> of(ReloadStatus status) {
        return of(status, HistoryEntry::toMap);
    }

    /** Returns the form in which a decision is one line: with its plan it can be as long as the configuration. */
    static Map<String, Object> inShort(ReloadStatus status) {
        return of(status, HistoryEntry::toString);
    }

    private static Map<String, Object> of(ReloadStatus status, Function<HistoryEntry, Object> decision) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("state", word(status.state()));
        map.put("healthy", status.isHealthy());
        map.put("lastInEffect", status.isLastInEffect());
        map.put("sourceDiffers", status.sourceDiffers());
        map.put("hold", orNull(status.hold(), ReportMaps::hold));
        map.put("sequence", status.sequence());
        map.put("running", orNull(status.running(), ReportMaps::running));
        map.put("effective", orNull(status.effective(), ReportMaps::document));
        map.put("desired", orNull(status.desired(), ReportMaps::document));
        map.put("pendingRestart", texts(status.pendingRestart()));
        map.put("blockedByRestart", texts(status.blockedByRestart()));
        map.put("lastResult", orNull(status.lastResult(), decision));
        map.put("lastRejected", orNull(status.lastRejected(), decision));
        map.put("retired", list(status.retired(), ReportMaps::generation));
        map.put("closeFailures", list(status.closeFailures(), ReportMaps::closeFailure));
        map.put("degraded", status.degraded());
        map.put("timedOutCalls", list(status.timedOutCalls(), ReportMaps::call));
        map.put("listenerTroubles", list(status.listenerTroubles(), ReportMaps::trouble));
        return map;
    }

    static Map<String, Object> of(DryRunReport report) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("blockedBy", orNull(report.blockedBy(), ReloadResult::toMap));
        map.put("plan", orNull(report.plan(), ReloadPlan::toMap));
        map.put("pending", texts(report.pending()));
        map.put("warnings", list(report.warnings(), ConfigProblem::toMap));
        map.put("notVerified", report.notVerified());
        return map;
    }

    static Map<String, Object> of(CloseReport report) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("outcome", word(report.outcome()));
        map.put("clean", report.isClean());
        map.put("failures", list(report.failures(), ReportMaps::failure));
        map.put("stillInUse", list(report.stillInUse(), ReportMaps::generation));
        return map;
    }

    private static Map<String, Object> failure(StepFailure failure) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("participant", failure.participant());
        map.put("phase", word(failure.phase()));
        map.put("cause", Failures.describe(failure.cause()));
        return map;
    }

    private static Map<String, Object> outage(Outage outage) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("participant", outage.participant());
        map.put("durationMillis", outage.duration().toMillis());
        return map;
    }

    private static Map<String, Object> running(ReloadStatus.Running running) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("actor", running.actor());
        map.put("phase", word(running.phase()));
        map.put("ageMillis", running.age().toMillis());
        return map;
    }

    private static Map<String, Object> hold(AutomaticHold hold) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("actor", hold.actor());
        map.put("since", hold.since().toString());
        return map;
    }

    private static Map<String, Object> document(ReloadStatus.DocumentState state) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("revision", state.revision().isPresent() ? state.revision().getAsLong() : null);
        map.put("content", state.contentId());
        return map;
    }

    private static Map<String, Object> generation(RetiredGeneration generation) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("revision", generation.revision());
        map.put("ageMillis", generation.age().toMillis());
        map.put("openLeases", generation.openLeases());
        map.put("resources", list(generation.resources(), ReportMaps::resource));
        return map;
    }

    private static Map<String, Object> resource(LeaseStatus status) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("resource", status.resource());
        map.put("phase", word(status.phase()));
        map.put("openLeases", status.openLeases());
        map.put("leakedLeases", status.leakedLeases());
        map.put("retiredForMillis", orNull(status.retiredFor(), Duration::toMillis));
        map.put("holders", list(status.holders(), LeaseHolder::toString));
        map.put("failure", orNull(status.failure(), ReportMaps::type));
        return map;
    }

    private static Map<String, Object> closeFailure(CloseResult.Failed failed) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("resource", failed.resource());
        map.put("cause", type(failed.cause()));
        return map;
    }

    /** The message of what a closer threw may quote a secret. */
    private static String type(Throwable failure) {
        return failure.getClass().getName();
    }

    private static Map<String, Object> call(ReloadStatus.TimedOutCall call) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("participant", call.participant());
        map.put("phase", word(call.phase()));
        map.put("thread", call.thread());
        map.put("ageMillis", call.age().toMillis());
        return map;
    }

    private static Map<String, Object> trouble(ReloadStatus.ListenerTrouble trouble) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("listener", trouble.listener());
        map.put("lastCallMillis", trouble.lastCall().toMillis());
        map.put("waiting", trouble.waiting());
        map.put("dropped", trouble.dropped());
        map.put("failure", trouble.failure().orElse(null));
        return map;
    }

    private static <T> @Nullable Object orNull(Optional<T> value, Function<T, Object> form) {
        return value.map(form).orElse(null);
    }

    private static <T> List<Object> list(List<T> values, Function<T, Object> form) {
        return values.stream().map(form).collect(ImmutableList.toImmutableList());
    }

    private static List<String> texts(List<?> values) {
        return Lists.transform(values, Object::toString);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
