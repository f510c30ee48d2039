// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.runtime;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What every caller of host code does with what that throws. All failures are reported, apart from the errors after which the
 * process cannot go on: a {@link VirtualMachineError} other than {@link StackOverflowError} is fatal and is rethrown after cleaning up.
 */
public final class CallbackFailures {

    private CallbackFailures() {}

    /** Returns whether the failure is fatal; null is not. */
    public static boolean isFatal(@Nullable Throwable failure) {
        return failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
    }

    /** Throws the failure if it is fatal. */
    public static void rethrowIfFatal(@Nullable Throwable failure) {
        if (failure instanceof VirtualMachineError error && isFatal(failure)) {
            throw error;
        }
    }

    /** Sets the interrupt flag of the calling thread again if the failure is an {@link InterruptedException}. */
    public static void keepInterrupt(Throwable failure) {
        requireNonNull(failure, "failure");
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Calls the action for each element in order, also after one call ended with a {@link VirtualMachineError}. The last such error
     * is thrown at the end; any other exception ends the loop.
     */
    public static <T> void forEach(Iterable<? extends T> elements, Consumer<? super T> action) {
        requireNonNull(elements, "elements");
        requireNonNull(action, "action");
        @Nullable VirtualMachineError fatal = null;
        for (T element : elements) {
            try {
                action.accept(element);
            } catch (VirtualMachineError error) {
                fatal = error;
            }
        }
        if (fatal != null) {
            throw fatal;
        }
    }
}
