// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import dev.agentreload.core.apply.HistoryEntry.Operation;
import dev.agentreload.core.apply.ReloadMode;
import dev.agentreload.core.apply.ReloadRequest.Trigger;
import dev.agentreload.core.apply.ReloadResult.Kind;
import dev.agentreload.core.apply.ReloaderState;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a reloader must do if nothing goes wrong, in its simplest form: documents are numbers, and a transaction is an assignment.
 * Used by one thread.
 */
final class Model {

    private static final long PREVIOUS = Long.MIN_VALUE;

    /**
     * What was asked for.
     *
     * @param doc the requested document, unless it is an earlier one
     * @param base what a plan was made for
     * @param revision what to go back to
     */
    record Request(
            Operation operation,
            Trigger trigger,
            Optional<Doc> doc,
            Optional<Doc> base,
            long revision,
            ReloadMode mode) {

        static Request start(Doc doc) {
            return new Request(
                    Operation.START, Trigger.MANUAL, Optional.of(doc), Optional.empty(), 0, ReloadMode.HYBRID);
        }

        static Request reload(Doc doc, Trigger trigger, Optional<ReloadMode> mode) {
            return new Request(
                    Operation.RELOAD, trigger, Optional.of(doc), Optional.empty(), 0, mode.orElse(ReloadMode.HYBRID));
        }

        static Request apply(Doc base, Doc target) {
            return new Request(
                    Operation.APPLY, Trigger.MANUAL, Optional.of(target), Optional.of(base), 0, ReloadMode.HYBRID);
        }

        /** Goes back to the revision before the one that is then in force. */
        static Request rollback() {
            return rollbackTo(PREVIOUS);
        }

        static Request rollbackTo(long revision) {
            return new Request(
                    Operation.ROLLBACK,
                    Trigger.MANUAL,
                    Optional.empty(),
                    Optional.empty(),
                    revision,
                    ReloadMode.HYBRID);
        }
    }

    /**
     * How a request ends if nothing goes wrong.
     *
     * @param inForce the document that is then in force
     * @param isDeferring whether something waits for a restart
     */
    record Expected(Kind kind, Optional<Doc> inForce, boolean isDeferring) {}

    private final TreeMap<Long, Doc> revisions = new TreeMap<>();
    private ReloaderState state = ReloaderState.NEW;

    /** Whether a rollback holds automatic requests. */
    private boolean held;

    ReloaderState state() {
        return state;
    }

    void close() {
        state = ReloaderState.CLOSED;
    }

    long revision() {
        return revisions.isEmpty() ? 0 : revisions.lastKey();
    }

    Optional<Doc> effective() {
        return revisions.isEmpty()
                ? Optional.empty()
                : Optional.of(revisions.lastEntry().getValue());
    }

    /** Says that a new revision came into force. */
    void applied(Doc doc) {
        revisions.put(revision() + 1, doc);
        if (state == ReloaderState.NEW) {
            state = ReloaderState.RUNNING;
        }
    }

    /** Says how a request was decided. */
    void decided(Operation operation, Kind kind) {
        if (operation == Operation.ROLLBACK) {
            held |= kind == Kind.APPLIED;
        } else if (kind == Kind.APPLIED || kind == Kind.UNCHANGED) {
            held = false;
        }
    }

    Expected expect(Request request) {
        if (held && request.trigger() == Trigger.AUTOMATIC) {
            return ends(Kind.BUSY);
        }
        Optional<Doc> target = request.operation() == Operation.ROLLBACK
                ? Optional.ofNullable(
                        revisions.get(request.revision() == PREVIOUS ? revision() - 1 : request.revision()))
                : request.doc();
        if (target.isEmpty() || target.get().flaw() == Doc.Flaw.UNREADABLE) {
            return ends(Kind.INVALID);
        }
        if (request.base().isPresent()
                && !request.base()
                        .get()
                        .values()
                        .equals(effective().orElseThrow().values())) {
            return ends(Kind.STALE);
        }
        return effective()
                .map(base -> reload(base, target.get(), request.mode()))
                .orElseGet(() -> go(target.get()));
    }

    private Expected reload(Doc base, Doc target, ReloadMode mode) {
        Set<String> changed = base.changed(target);
        if (mode == ReloadMode.OFF) {
            return ends(Kind.DISABLED);
        }
        if (changed.isEmpty()) {
            return ends(Kind.UNCHANGED);
        }
        boolean needsRestart =
                mode == ReloadMode.RESTART ? !changed.equals(Set.of(Doc.NOTE)) : changed.contains(Doc.FIXED);
        if (!needsRestart) {
            return go(target);
        }
        if (mode == ReloadMode.HOT) {
            return hot(base, target);
        }
        return ends(target.flaw() == Doc.Flaw.REFUSED ? Kind.INVALID : Kind.RESTART_REQUIRED);
    }

    private Expected hot(Doc base, Doc target) {
        Doc rest = target.with(Doc.FIXED, base.values().get(Doc.FIXED));
        Expected expected = base.changed(rest).isEmpty() ? ends(Kind.UNCHANGED) : go(rest);
        return new Expected(expected.kind(), expected.inForce(), true);
    }

    private Expected go(Doc target) {
        return target.flaw() == Doc.Flaw.REFUSED
                ? ends(Kind.INVALID)
                : new Expected(Kind.APPLIED, Optional.of(target), false);
    }

    private Expected ends(Kind kind) {
        return new Expected(kind, effective(), false);
    }
}
