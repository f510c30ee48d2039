// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import dev.agentreload.core.apply.CloseReport;
import dev.agentreload.core.apply.DryRunReport;
import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.ReloadStatus;
import dev.agentreload.core.apply.ReloaderState;
import dev.agentreload.core.apply.RetiredGeneration;
import dev.agentreload.core.apply.StepFailure;
import dev.agentreload.core.lease.LeaseStatus;
import dev.agentreload.testkit.stateful.Violations.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares what a reloader does and says with the model, and with what its participants have seen. */
final class Invariants {

    private static final Set<ReloadResult.Kind> NO_DECISION =
            Set.of(ReloadResult.Kind.NOT_STARTED, ReloadResult.Kind.SUPERSEDED, ReloadResult.Kind.STILL_RUNNING);

    private final Host host;
    private final Model model;
    private final Map<String, Model.Request> requests;
    private final Map<String, CompletableFuture<ReloadResult>> decisions;
    private final List<CloseReport> reports = new ArrayList<>();
    private long sequence;
    private int lines;
    private Before before = new Before(new Command.Release(), false, false, 0, ReloaderState.NEW, List.of());
    private Optional<Trace> trace = Optional.empty();

    Invariants(
            Host host,
            Model model,
            Map<String, Model.Request> requests,
            Map<String, CompletableFuture<ReloadResult>> decisions) {
        this.host = host;
        this.model = model;
        this.requests = requests;
        this.decisions = decisions;
    }

    /**
     * What was the case when a step began.
     *
     * @param hangs whether a call hung
     * @param leased whether a resource was in use
     */
    private record Before(
            Command command, boolean hangs, boolean leased, long time, ReloaderState state, List<String> degraded) {}

    /** Everything that a dry run must leave as it was. */
    private record Trace(List<Object> parts) {}

    void begin(Command command, boolean leased) {
        ReloadStatus status = host.reloader.view().status();
        before = new Before(
                command, host.executor.isDisturbed(), leased, host.time.now(), model.state(), status.degraded());
        // Requests that were held back may have their turn after a dry run.
        boolean traced = command instanceof Command.DryRun && !before.hangs && !host.holdsRequests();
        trace = traced ? Optional.of(trace(status)) : Optional.empty();
    }

    private Trace trace(ReloadStatus status) {
        List<Object> parts = new ArrayList<>(List.of(
                status.state(),
                status.sequence(),
                status.running(),
                status.desired(),
                status.effective(),
                status.lastResult(),
                status.lastRejected(),
                status.pendingRestart(),
                status.degraded(),
                host.reloader.view().history()));
        host.swaps.forEach(part -> parts.add(part.visibleResource()));
        host.exclusives.forEach(part -> parts.add(List.of(part.calls(), part.running())));
        return new Trace(parts);
    }

    /** Returns whether nothing has disturbed the step, so that the model knows what must have come of it. */
    private boolean isCalm(int entries) {
        return entries <= 1
                && host.faults.fired().isEmpty()
                && isSteady()
                && before.degraded.isEmpty()
                && !before.leased;
    }

    private boolean isSteady() {
        return host.executor.isReliable()
                && !before.hangs
                && before.time == host.time.now()
                && !host.isAnyHeld()
                && !(before.command instanceof Command.Race);
    }

    /** Checks all that must hold between two steps. */
    void check() {
        ReloadStatus status = host.reloader.view().status();
        List<HistoryEntry> entries = host.reloader.view().history().stream()
                .filter(entry -> entry.sequence() > sequence)
                .toList();
        entries.forEach(entry -> decided(entry, entries.size()));
        checkDecisions();
        checkStatus(status);
        checkForms(status);
        checkLeaks(status);
        checkTexts(status, entries);
        if (host.faults.fired().stream().noneMatch(fault -> fault.kind() == Fault.Kind.REENTRY_ELSEWHERE)) {
            trace.ifPresent(expected -> compare(expected.parts(), trace(status).parts()));
        }
    }

    private void fail(Rule rule, String format, Object... arguments) {
        host.violations.add(rule, format, arguments);
    }

    private void decided(HistoryEntry entry, int entries) {
        sequence++;
        if (entry.sequence() != sequence) {
            fail(Rule.HISTORY, "#%d follows #%d", entry.sequence(), sequence - 1);
        }
        Model.Request request = requests.get(entry.actor());
        if (request == null || request.operation() != entry.operation()) {
            fail(Rule.HISTORY, "no request asked for %s", entry);
            return;
        }
        if (before.state == ReloaderState.CLOSED && entry.isApplied()) {
            fail(Rule.RESULT, "%s, though the reloader was closed before", entry);
        }
        Model.Expected expected = model.expect(request);
        checkResult(entry, expected, isCalm(entries));
        if (entries == 1) {
            checkBlame(entry);
        }
        if (entry.isApplied()) {
            model.applied(expected.inForce().orElseThrow());
        }
        model.decided(entry.operation(), entry.result().kind());
        checkDocument(entry);
    }

    private void checkResult(HistoryEntry entry, Model.Expected expected, boolean calm) {
        ReloadResult.Kind kind = entry.result().kind();
        boolean tolerated = isFailure(kind) || (entry.isApplied() && expected.kind() == ReloadResult.Kind.UNCHANGED);
        boolean possible = kind == expected.kind() || (!calm && tolerated);
        if (!possible) {
            fail(Rule.RESULT, "%s in place of %s", entry, expected.kind());
        }
        if (entry.result() instanceof ReloadResult.Applied applied && applied.revision() != model.revision() + 1) {
            fail(Rule.RESULT, "%s after revision %d", entry, model.revision());
        }
        if (entry.result() instanceof ReloadResult.Applied applied
                && applied.pending().isEmpty() == expected.isDeferring()) {
            fail(Rule.RESULT, "%s with pending %s", entry, applied.pending());
        }
    }

    private static boolean isFailure(ReloadResult.Kind kind) {
        return switch (kind) {
            case ROLLED_BACK, RESTORE_FAILED, INVALID, BUSY -> true;
            case APPLIED, UNCHANGED, RESTART_REQUIRED, STALE, SUPERSEDED, STILL_RUNNING, NOT_STARTED, DISABLED -> false;
        };
    }

    /** A step that threw keeps its transaction from being applied; and if it was the only one, it is named. */
    private void checkBlame(HistoryEntry entry) {
        List<Fault> failed = host.faults.fired().stream()
                .filter(fault -> fault.kind().fails() && fault.place().isForward())
                .toList();
        if (failed.isEmpty() || !isSteady()) {
            return;
        }
        if (entry.isApplied()) {
            fail(Rule.RESULT, "%s, though there was %s", entry, failed);
        }
        Fault fault = failed.get(0);
        if (host.faults.fired().size() == 1 && before.degraded.isEmpty() && fault.place() != Fault.Place.READ) {
            boolean named = entry.result() instanceof ReloadResult.RolledBack rolledBack
                    && rolledBack.participant().equals(fault.target())
                    && rolledBack.phase().name().equals(fault.place().name());
            if (!named) {
                fail(Rule.RESULT, "%s after %s", entry, fault);
            }
        }
    }

    private void checkDocument(HistoryEntry entry) {
        Optional<String> expected = model.effective().map(doc -> doc.document().contentId());
        Optional<String> found = entry.effective().map(document -> document.contentId());
        if (!found.equals(expected)) {
            fail(Rule.DOCUMENT, "%s left another document in force than %s", entry, model.effective());
        }
    }

    /** Every decision that a caller received is in history, and the other way round. */
    private void checkDecisions() {
        Map<String, ReloadResult> recorded = host.reloader.view().history().stream()
                .collect(Collectors.toMap(HistoryEntry::actor, HistoryEntry::result, (first, second) -> second));
        decisions.forEach((actor, decision) -> {
            ReloadResult result = decision.getNow(new ReloadResult.StillRunning());
            if (isDecision(result) && !result.equals(recorded.get(actor))) {
                fail(Rule.HISTORY, "%s received %s, history says %s", actor, result.summary(), recorded.get(actor));
            }
        });
        decisions.values().removeIf(CompletableFuture::isDone);
    }

    private static boolean isDecision(ReloadResult result) {
        boolean refused =
                result instanceof ReloadResult.Busy busy && busy.reason() != ReloadResult.Busy.Reason.TOO_MANY_RETIRED;
        return !refused && !NO_DECISION.contains(result.kind());
    }

    private void checkStatus(ReloadStatus status) {
        if (status.state() != model.state()) {
            fail(Rule.STATUS, "state %s in place of %s", status.state(), model.state());
        }
        if (status.sequence() != sequence
                || status.lastResult().map(HistoryEntry::sequence).orElse(0L) != sequence) {
            fail(Rule.STATUS, "sequence %d in place of %d", status.sequence(), sequence);
        }
        Optional<Long> revision =
                status.effective().map(document -> document.revision().orElse(0));
        if (revision.orElse(0L) != model.revision()) {
            fail(Rule.STATUS, "revision %s in place of %d", revision, model.revision());
        }
        Optional<String> current = host.reloader
                .view()
                .current()
                .map(effective -> effective.document().contentId());
        if (!current.equals(model.effective().map(doc -> doc.document().contentId()))) {
            fail(Rule.DOCUMENT, "not %s is in force", model.effective());
        }
        if (status.running().isPresent()) {
            fail(Rule.STATUS, "%s runs though no caller waits for it", status.running());
        }
    }

    private void checkForms(ReloadStatus status) {
        Set<String> named = new TreeSet<>(status.degraded());
        status.timedOutCalls().forEach(call -> named.add(call.participant()));
        if (model.state() == ReloaderState.CLOSED && !isOutOfService()) {
            return;
        }
        Set<String> failed = failedAtClose();
        named.addAll(failed);
        for (ObservedSwap part : host.swaps) {
            checkForm(Rule.VISIBLE_FORM, part.name(), part.visible(), named);
            part.visibleResource()
                    .filter(resource -> resource.isClosing() && !failed.contains(part.name()))
                    .ifPresent(closed -> fail(Rule.CLOSED_IN_USE, "%s is visible", closed));
        }
        host.exclusives.forEach(part -> checkForm(Rule.RUNNING_FORM, part.name(), part.running(), named));
    }

    private boolean isOutOfService() {
        return reports.stream().anyMatch(report -> report.outcome() == CloseReport.Outcome.STOPPED);
    }

    private void checkForm(Rule rule, String name, Optional<String> found, Set<String> named) {
        Optional<String> expected = model.state() == ReloaderState.RUNNING
                ? model.effective().map(doc -> doc.form(name))
                : Optional.empty();
        if (!found.equals(expected) && !named.contains(name)) {
            fail(rule, "[%s] is at %s in place of %s, and only %s are named", name, found, expected, named);
        }
    }

    /** Returns what the host is told not to rely on: it may go on showing what was closed. */
    private Set<String> failedAtClose() {
        return reports.stream().flatMap(report -> failed(report).stream()).collect(Collectors.toSet());
    }

    private static Set<String> failed(CloseReport report) {
        return report.failures().stream().map(StepFailure::participant).collect(Collectors.toSet());
    }

    /** With nothing in use and nothing in doubt, only what is visible is open. */
    private void checkLeaks(ReloadStatus status) {
        boolean sure = host.executor.isReliable()
                && !host.executor.isDisturbed()
                && !before.leased
                && !(before.command instanceof Command.Acquire)
                && status.degraded().isEmpty()
                && status.state() != ReloaderState.CLOSED;
        if (sure) {
            host.swaps.forEach(part -> part.built().stream()
                    .filter(Resource::isOpen)
                    .filter(resource ->
                            part.visibleResource().filter(resource::equals).isEmpty())
                    .forEach(resource -> fail(Rule.LEAK, "%s", resource)));
        }
    }

    private void checkTexts(ReloadStatus status, List<HistoryEntry> entries) {
        Stream<String> texts = Stream.of(
                        Stream.of(Texts.of(status)),
                        entries.stream().map(Texts::of),
                        host.lines.stream().skip(lines))
                .flatMap(all -> all);
        texts.forEach(this::checkText);
        lines = host.lines.size();
    }

    private void checkText(String text) {
        int at = text.indexOf(Doc.SENTINEL);
        if (at >= 0) {
            fail(Rule.SECRET, "%s", text.substring(Math.max(0, at - 100), Math.min(text.length(), at + 30)));
        }
    }

    private void compare(List<Object> expected, List<Object> found) {
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).equals(found.get(i))) {
                fail(Rule.DRY_RUN, "left %s in place of %s", found.get(i), expected.get(i));
            }
        }
    }

    void dryRun(DryRunReport report, Model.Request request) {
        report.blockedBy().ifPresent(blockedBy -> checkText(Texts.of(blockedBy)));
        if (!isCalm(0)) {
            return;
        }
        ReloadResult.Kind expected =
                model.state() == ReloaderState.RUNNING ? model.expect(request).kind() : ReloadResult.Kind.NOT_STARTED;
        ReloadResult.Kind found = report.blockedBy().map(ReloadResult::kind).orElse(ReloadResult.Kind.APPLIED);
        if (found != expected) {
            fail(Rule.DRY_RUN, "%s in place of %s", report.blockedBy(), expected);
        }
    }

    /** Compares a report with the truth at the moment when it is returned. */
    void closed(CloseReport report) {
        model.close();
        checkText(Texts.of(report));
        if (report.outcome() == CloseReport.Outcome.STOPPED) {
            checkReport(report);
        }
        if (!reports.isEmpty() && !failed(report).containsAll(failedForGood(reports.get(0)))) {
            fail(Rule.SECOND_CLOSE, "%s after %s", report, reports.get(0));
        }
        reports.add(report);
    }

    /** What had not returned at the deadline may have done so since. */
    private static Set<String> failedForGood(CloseReport report) {
        return report.failures().stream()
                .filter(failure ->
                        !"it has not returned yet".equals(failure.cause().getMessage()))
                .map(StepFailure::participant)
                .collect(Collectors.toSet());
    }

    private void checkReport(CloseReport report) {
        Set<String> failed = failed(report);
        Set<String> inUse = report.stillInUse().stream()
                .map(RetiredGeneration::resources)
                .flatMap(List::stream)
                .map(LeaseStatus::resource)
                .collect(Collectors.toSet());
        for (ObservedExclusive part : host.exclusives) {
            if ((part.running().isPresent() || part.isInCall()) && !failed.contains(part.name())) {
                fail(Rule.CLOSE_REPORT, "[%s] runs, and the report says %s", part.name(), report);
            }
        }
        host.swaps.stream()
                .filter(part -> !failed.contains(part.name()))
                .flatMap(part -> part.built().stream())
                .filter(resource -> resource.isPublished() && resource.isOpen() && !inUse.contains(resource.id()))
                .forEach(resource -> fail(Rule.CLOSE_REPORT, "%s, and the report says %s", resource, report));
    }

    /** Calls that were released have returned, and the status no longer reports them. */
    void nothingHangs() {
        List<ReloadStatus.TimedOutCall> calls = host.reloader.view().status().timedOutCalls();
        if (!calls.isEmpty()) {
            fail(Rule.STATUS, "%s are reported though nothing hangs", calls);
        }
    }

    /** All has come back, and the reloader is closed. */
    void end() {
        nothingHangs();
        if (!isOutOfService()) {
            fail(Rule.CLOSE_REPORT, "nothing was ever taken out of service: %s", reports);
        }
        Set<String> failed = failedAtClose();
        host.swaps.stream()
                .filter(part -> !failed.contains(part.name()))
                .flatMap(part -> part.built().stream())
                .filter(Resource::isOpen)
                .forEach(resource -> fail(Rule.LEAK, "%s at the end", resource));
        host.exclusives.stream()
                .filter(part -> part.running().isPresent() && !failed.contains(part.name()))
                .forEach(part -> fail(Rule.LEAK, "[%s] runs at the end", part.name()));
    }

    /** With an executor that runs what it gets, the listener has got everything. */
    void afterShutdown() {
        if (host.executor.isReliable() && host.events.size() != sequence) {
            fail(Rule.EVENTS, "the listener got %d of %d", host.events.size(), sequence);
        }
    }
}
