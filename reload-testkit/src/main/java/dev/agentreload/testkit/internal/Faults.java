// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.internal;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.concurrent.Callable;

/** Makes what fails where a test says so. */
public final class Faults {

    private Faults() {}

    /**
     * Returns work that throws this each time.
     *
     * @throws IllegalArgumentException if no host's code could throw it: it is neither an exception nor an error
     */
    public static <T> Callable<T> throwing(Throwable failure) {
        checkArgument(
                failure instanceof Exception || failure instanceof Error,
                "[%s] is neither an exception nor an error",
                failure.getClass().getName());
        return () -> {
            if (failure instanceof Exception exception) {
                throw exception;
            }
            throw (Error) failure;
        };
    }
}
