// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert;

/** Lets a program die at one of its changes to files: that change and all later ones do not happen. */
final class CrashingSteps implements SessionDirectory.FileSteps {

    private final int last;
    private final AtomicInteger taken = new AtomicInteger();

    private CrashingSteps(int last) {
        this.last = last;
    }

    /** Lets so many changes happen. */
    static CrashingSteps after(int changes) {
        return new CrashingSteps(changes);
    }

    @Override
    public void before(String change, Path file) {
        if (taken.incrementAndGet() > last) {
            throw new Crash();
        }
    }

    int taken() {
        return taken.get();
    }

    boolean isDead() {
        return taken.get() > last;
    }

    /** Runs a program and returns whether it died. */
    boolean crashes(ThrowableAssert.ThrowingCallable program) {
        try {
            program.call();
            return isDead();
        } catch (Crash e) {
            return true;
        } catch (Throwable e) {
            throw new AssertionError("the program failed otherwise", e);
        }
    }

    /** No failure that the program could handle. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }
}
