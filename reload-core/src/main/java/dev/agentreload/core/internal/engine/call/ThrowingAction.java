// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.call;

import java.util.concurrent.Callable;

/** Host code that returns nothing. */
@FunctionalInterface
public interface ThrowingAction {

    void run() throws Exception;

    /** Returns this as a call with a value. */
    default Callable<Boolean> asCall() {
        return () -> {
            run();
            return true;
        };
    }
}
