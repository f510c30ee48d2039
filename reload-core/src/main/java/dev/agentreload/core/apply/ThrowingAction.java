package dev.agentreload.core.apply;

import java.util.concurrent.Callable;

/** Host code that returns nothing. */
@FunctionalInterface
interface ThrowingAction {

    void run() throws Exception;

    /** Returns this as a call with a value. */
    default Callable<Boolean> asCall() {
        return () -> {
            run();
            return true;
        };
    }
}
