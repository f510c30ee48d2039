// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one request that runs, and the newest automatic one that waits for it.
 *
 * <p>All of it is one reference that is replaced as a whole, so no thread waits for another, and no lock is held while host code
 * runs. <em>Safe for use by multiple threads.</em>
 *
 * @param <R> the type of requests, which are compared by identity
 */
public final class RequestSlot<R> {

    private final AtomicReference<State<R>> state = new AtomicReference<>(new State<>(null, null, Life.OPEN));

    /** Acquires the slot if it is free; otherwise becomes the waiting request and supersedes the previous one. */
    Admission<R> offer(R request) {
        State<R> before = state.getAndUpdate(current -> current.offered(request));
        if (before.life == Life.CLOSED) {
            return new Admission<>(Entry.CLOSED, null);
        }
        return new Admission<>(before.owner == null ? Entry.OWNER : Entry.WAITING, before.waiting);
    }

    /** Acquires the slot if it is free. A waiting request keeps waiting. */
    Entry tryOwn(R request) {
        State<R> before = state.getAndUpdate(current -> current.owned(request));
        if (before.life == Life.CLOSED) {
            return Entry.CLOSED;
        }
        return before.owner == null ? Entry.OWNER : Entry.BUSY;
    }

    /**
     * Releases the slot.
     *
     * @throws IllegalStateException if the request does not own it
     */
    @SuppressWarnings("ReferenceEquality") // two equal requests are two requests
    void release(R request) {
        State<R> before = state.getAndUpdate(current -> current.released(request));
        checkState(before.owner == request, "only the owner can release the slot");
    }

    /** Returns the request that owns the slot. */
    @Nullable
    R owner() {
        return requireNonNull(state.get()).owner;
    }

    /** Makes the waiting request the owner and returns it, if the slot is free. */
    @Nullable
    R ownWaiting() {
        State<R> before = state.getAndUpdate(State::advanced);
        return before.owner == null && before.life == Life.OPEN ? before.waiting : null;
    }

    /** Refuses all requests from now on. Returns the one that waited. */
    @Nullable
    R close() {
        return state.getAndUpdate(State::closed).waiting;
    }

    /** Returns whether the slot is free; once it is closed, that stays so. */
    boolean isFree() {
        return requireNonNull(state.get()).owner == null;
    }

    /** The answer to a request. */
    enum Entry {
        /** The slot. */
        OWNER,
        /** The place of the waiting request. */
        WAITING,
        /** Nothing, since another request owns the slot. */
        BUSY,
        /** Nothing, since the slot is closed. */
        CLOSED
    }

    /**
     * The answer to a request, and the one it superseded.
     *
     * @param superseded the request that waited before
     */
    record Admission<R>(Entry entry, @Nullable R superseded) {}

    private enum Life {
        OPEN,
        CLOSED
    }

    private record State<R>(@Nullable R owner, @Nullable R waiting, Life life) {

        State<R> offered(R request) {
            if (life == Life.CLOSED) {
                return this;
            }
            return owner == null ? new State<>(request, null, life) : new State<>(owner, request, life);
        }

        State<R> owned(R request) {
            return life == Life.CLOSED || owner != null ? this : new State<>(request, waiting, life);
        }

        @SuppressWarnings("ReferenceEquality") // two equal requests are two requests
        State<R> released(R request) {
            return owner == request ? new State<>(null, waiting, life) : this;
        }

        State<R> advanced() {
            return owner != null || life == Life.CLOSED || waiting == null ? this : new State<>(waiting, null, life);
        }

        State<R> closed() {
            return new State<>(owner, null, Life.CLOSED);
        }
    }
}
