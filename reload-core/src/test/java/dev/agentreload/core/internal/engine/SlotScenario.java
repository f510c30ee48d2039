// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;

/** What the model checker lets threads do with one slot. */
@Param(name = "request", gen = IntGen.class, conf = "0:1")
@SuppressWarnings("this-escape") // what subclasses answer depends on no field of theirs
public abstract class SlotScenario {

    private final String[] requests = {"r0", "r1"};
    private final Subject subject = subject();

    /** What is checked: the real thing, or a wrong one. */
    interface Subject {

        String offer(String request);

        String tryOwn(String request);

        /** Returns whether the request owned the slot. */
        boolean release(String request);

        @Nullable
        String ownWaiting();

        @Nullable
        String close();
    }

    abstract Subject subject();

    @Operation
    public String offer(@Param(name = "request") int request) {
        return subject.offer(requests[request]);
    }

    @Operation
    public String tryOwn(@Param(name = "request") int request) {
        return subject.tryOwn(requests[request]);
    }

    @Operation
    public boolean release(@Param(name = "request") int request) {
        return subject.release(requests[request]);
    }

    @Operation
    public @Nullable String ownWaiting() {
        return subject.ownWaiting();
    }

    @Operation
    public @Nullable String close() {
        return subject.close();
    }
}
