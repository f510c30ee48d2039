// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.chat;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to an answer, which can be followed and stopped. To stop it interrupts the thread that runs it, so that
 * it neither waits for a model nor for its place any longer. <em>Safe for use by multiple threads.</em>
 */
public final class Turn {

    private final Optional<Consumer<String>> follower;

    private @Nullable Thread runner;
    private Reply.@Nullable Reason stopped;

    private Turn(Optional<Consumer<String>> follower) {
        this.follower = follower;
    }

    /** Returns a turn that reports only the whole answer. */
    public static Turn unfollowed() {
        return new Turn(Optional.empty());
    }

    /**
     * Returns a turn whose answer is followed while a model writes it.
     *
     * @param pieces receives the pieces in order, on the thread that runs the turn
     */
    public static Turn followedBy(Consumer<String> pieces) {
        return new Turn(Optional.of(pieces));
    }

    /** Returns who follows the answer. */
    public Optional<Consumer<String>> follower() {
        return follower;
    }

    /** Ends the turn, which then fails for this reason. Returns whether it was still to be ended. */
    public synchronized boolean stop(Reply.Reason reason) {
        if (stopped != null) {
            return false;
        }
        stopped = reason;
        if (runner != null) {
            runner.interrupt();
        }
        return true;
    }

    /** Returns why the turn was stopped; empty if it was not. */
    synchronized Optional<Reply.Reason> stopped() {
        return Optional.ofNullable(stopped);
    }

    /** Says that the calling thread runs the turn from now on. */
    public synchronized void begin() {
        runner = Thread.currentThread();
        if (stopped != null) {
            runner.interrupt();
        }
    }

    /** Says that the turn is over. An interrupt that was meant for it is not left for what the thread does next. */
    public synchronized void end() {
        runner = null;
        if (stopped == null) {
            stopped = Reply.Reason.ENDING; // it cannot be stopped any more
        } else {
            Thread.interrupted();
        }
    }
}
