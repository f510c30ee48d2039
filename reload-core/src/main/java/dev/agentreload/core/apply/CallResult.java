package dev.agentreload.core.apply;

import java.util.Optional;

/** What became of a call of host code. */
sealed interface CallResult<T> {

    /** Returns why there is no value, if there is none. */
    Optional<Throwable> failure();

    /** It returned in time. */
    record Returned<T>(T value) implements CallResult<T> {

        @Override
        public Optional<Throwable> failure() {
            return Optional.empty();
        }
    }

    /** It threw. */
    record Failed<T>(Throwable cause) implements CallResult<T> {

        @Override
        public Optional<Throwable> failure() {
            return Optional.of(cause);
        }
    }

    /** It never began and never will: the executor refused it, or had not begun it in time. */
    record NeverRan<T>(Throwable cause) implements CallResult<T> {

        @Override
        public Optional<Throwable> failure() {
            return Optional.of(cause);
        }
    }

    /** It began and did not end in time; it was interrupted and still runs. */
    record Abandoned<T>(Throwable cause, HostCall<T> call) implements CallResult<T> {

        @Override
        public Optional<Throwable> failure() {
            return Optional.of(cause);
        }
    }
}
