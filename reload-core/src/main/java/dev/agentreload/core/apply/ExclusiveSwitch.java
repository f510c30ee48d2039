package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.agentreload.core.config.ConfigDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The participants of one transaction of which only one form can run. They are stopped and started, and brought back if that or
 * anything after it fails. Belongs to the requesting thread.
 */
final class ExclusiveSwitch {

    private final List<Mover> movers;
    private final StepRunner steps;
    private final TransactionFrame frame;

    ExclusiveSwitch(List<Part<ExclusiveParticipant>> parts, StepRunner steps, TransactionFrame frame) {
        this.movers = parts.stream()
                .map(part -> new Mover(part, frame.isDown(part.participant())))
                .collect(ImmutableList.toImmutableList());
        this.steps = steps;
        this.frame = frame;
    }

    /** Which form of a participant runs. */
    private enum Place {
        OLD,
        NEW,
        NONE,
        /** A stop or start failed halfway. */
        UNKNOWN,
        /** A call is still running in it, so that no other may begin. */
        STUCK
    }

    private static final class Mover {

        final Part<ExclusiveParticipant> part;
        final boolean wasDown;
        Place place;
        OptionalLong stoppedAt = OptionalLong.empty();
        Optional<Outage> outage = Optional.empty();

        Mover(Part<ExclusiveParticipant> part, boolean wasDown) {
            this.part = part;
            this.wasDown = wasDown;
            this.place = wasDown ? Place.NONE : Place.OLD;
        }

        ExclusiveParticipant participant() {
            return part.participant();
        }

        TransactionFrame.Access access() {
            return place == Place.STUCK ? TransactionFrame.Access.BLOCKED : TransactionFrame.Access.CALLABLE;
        }
    }

    /** Stops all that run, in reverse. */
    Optional<StepFailure> stopAll() {
        for (Mover mover : Lists.reverse(movers)) {
            Optional<StepFailure> failure = stopOld(mover);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private Optional<StepFailure> stopOld(Mover mover) {
        Optional<StepFailure> stop = steps.checkpoint(mover.part, ReloadPhase.STOP);
        if (stop.isPresent()) {
            return stop;
        }
        if (frame.unsettled().isStuck(mover.participant())) {
            mover.place = Place.STUCK;
            return Optional.of(mover.part.failed(ReloadPhase.STOP, stillRunning()));
        }
        if (mover.wasDown) {
            return Optional.empty();
        }
        mover.stoppedAt = OptionalLong.of(frame.now());
        Duration limit = frame.deadlines().stop();
        CallResult<Boolean> result = steps.run(mover.part, ReloadPhase.STOP, limit, () -> stop(mover.part, limit));
        mover.place = place(mover, result, new After(Place.NONE, Place.UNKNOWN, Place.OLD), late -> {});
        return result.failure().map(cause -> mover.part.failed(ReloadPhase.STOP, cause));
    }

    private void stop(Part<ExclusiveParticipant> part, Duration limit) throws Exception {
        part.participant().stop(part.actions(), frame.deadline(limit));
    }

    /** Starts the new form of all, in order. */
    Optional<StepFailure> startAll() {
        for (Mover mover : movers) {
            Optional<StepFailure> failure = startNew(mover);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private Optional<StepFailure> startNew(Mover mover) {
        Optional<StepFailure> stop = steps.checkpoint(mover.part, ReloadPhase.START);
        if (stop.isPresent()) {
            return stop;
        }
        Duration limit = frame.deadlines().start();
        ReloadContext context = frame.context(mover.part, limit);
        CallResult<Boolean> result = steps.run(
                mover.part, ReloadPhase.START, limit, () -> mover.participant().start(context));
        mover.place = place(mover, result, new After(Place.NEW, Place.NONE, Place.NONE), late -> stopLate(mover, late));
        return result.failure().map(cause -> mover.part.failed(ReloadPhase.START, cause));
    }

    /** Nobody wants the new form any more, so the thread that brings it up takes it down. */
    private void stopLate(Mover mover, CallResult<Boolean> late) {
        if (late.failure().isEmpty()) {
            frame.late(
                    mover.part,
                    ReloadPhase.STOP,
                    () -> stop(mover.part, frame.deadlines().stop()));
        }
    }

    /** Where a participant is after a call that returned, threw, or never began. */
    private record After(Place returned, Place failed, Place untouched) {

        Place of(CallResult<?> result) {
            if (result instanceof CallResult.Returned) {
                return returned;
            }
            return result instanceof CallResult.NeverRan ? untouched : failed;
        }
    }

    /** A call that was given up gets time to come back after its interrupt, since nothing can be done until it does. */
    private Place place(Mover mover, CallResult<Boolean> result, After after, Consumer<CallResult<Boolean>> late) {
        if (!(result instanceof CallResult.Abandoned<Boolean> abandoned)) {
            return after.of(result);
        }
        frame.unsettled().addStuck(mover.participant(), abandoned.call());
        return steps.settle(abandoned, frame.deadlines().cleanUp(), late)
                .map(after::of)
                .orElse(Place.STUCK);
    }

    /** Stops in reverse what runs in its new form, starts in order what ran before; returns what could not be brought back. */
    List<StepFailure> restore() {
        List<StepFailure> failures = new ArrayList<>();
        for (Mover mover : Lists.reverse(movers)) {
            if (mover.place == Place.NEW) {
                stopNew(mover).ifPresent(failures::add);
            }
        }
        for (Mover mover : movers) {
            restore(mover).ifPresent(failures::add);
        }
        return failures;
    }

    private Optional<StepFailure> stopNew(Mover mover) {
        Duration limit = frame.deadlines().stop();
        CallResult<Boolean> result = steps.undo(mover.part, ReloadPhase.RESTORE, limit, () -> stop(mover.part, limit));
        mover.place = place(mover, result, new After(Place.NONE, Place.UNKNOWN, Place.NEW), late -> {});
        // What ran before is started all the same, and then decides whether everything is back.
        return mover.wasDown ? result.failure().map(cause -> unrestored(mover, cause)) : Optional.empty();
    }

    private Optional<StepFailure> restore(Mover mover) {
        if (mover.place == Place.OLD) {
            return Optional.empty();
        }
        if (mover.wasDown) {
            frame.markDown(mover.participant(), mover.access());
            return Optional.empty();
        }
        if (mover.place == Place.STUCK) {
            return Optional.of(unrestored(mover, stillRunning()));
        }
        return frame.before().flatMap(document -> startOld(mover, document));
    }

    private Optional<StepFailure> startOld(Mover mover, ConfigDocument document) {
        Duration limit = frame.deadlines().start();
        ReloadContext context = frame.context(mover.part, limit).restoring(document);
        CallResult<Boolean> result = steps.undo(
                mover.part,
                ReloadPhase.RESTORE,
                limit,
                () -> mover.participant().start(context));
        mover.place = place(
                mover, result, new After(Place.OLD, Place.NONE, Place.NONE), late -> runsAgain(mover, result, late));
        if (mover.place == Place.OLD) {
            mover.outage = outage(mover);
            frame.unsettled().remove(mover.participant());
            return Optional.empty();
        }
        return Optional.of(unrestored(mover, result.failure().orElseGet(ExclusiveSwitch::stillRunning)));
    }

    private void runsAgain(Mover mover, CallResult<Boolean> given, CallResult<Boolean> late) {
        if (late.failure().isEmpty() && given instanceof CallResult.Abandoned<Boolean> abandoned) {
            frame.unsettled().removeStuck(mover.participant(), abandoned.call());
        }
    }

    private StepFailure unrestored(Mover mover, Throwable cause) {
        frame.markDown(mover.participant(), mover.access());
        return mover.part.failed(ReloadPhase.RESTORE, cause);
    }

    private static IllegalStateException stillRunning() {
        return new IllegalStateException("a call that was given up is still running in it");
    }

    private Optional<Outage> outage(Mover mover) {
        return mover.stoppedAt.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Outage(mover.part.name(), Duration.ofNanos(frame.now() - mover.stoppedAt.getAsLong())));
    }

    /** Returns how long those did not run that were brought back, and those that were not until now. */
    List<Outage> outages() {
        return movers.stream()
                .flatMap(mover -> mover.place == Place.OLD ? mover.outage.stream() : outage(mover).stream())
                .collect(ImmutableList.toImmutableList());
    }
}
