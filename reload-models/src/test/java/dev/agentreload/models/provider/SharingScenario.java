// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.provider;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;

/**
 * What the model checker lets threads do with one shared provider: they take uses of it into slots, and give back what any
 * thread left in a slot. A provider found closed by a user, or closed twice, ends as an exception, which no sequential run has.
 */
@Param(name = "slot", gen = IntGen.class, conf = "0:1")
public abstract class SharingScenario {

    private final AtomicReferenceArray<@Nullable Use> slots = new AtomicReferenceArray<>(2);
    private final Subject subject;

    SharingScenario() {
        subject = subject();
    }

    /** Something that is closed once. */
    static final class Shared {

        private final AtomicBoolean closed = new AtomicBoolean();

        void close() {
            if (closed.getAndSet(true)) {
                throw new IllegalStateException("closed twice");
            }
        }

        void expectOpen() {
            if (closed.get()) {
                throw new IllegalStateException("closed under its user");
            }
        }
    }

    /** One use of what is shared, and what ends it. */
    record Use(Shared shared, Runnable end) {}

    /** What is checked: the real thing, or a wrong one. */
    interface Subject {

        /** Begins a use of what is shared, or of this if nothing is. */
        Use begin(Shared candidate);
    }

    abstract Subject subject();

    @Operation
    public void begin(@Param(name = "slot") int slot) {
        Use use = subject.begin(new Shared());
        use.shared().expectOpen();
        end(slots.getAndSet(slot, use));
    }

    @Operation
    public void end(@Param(name = "slot") int slot) {
        end(slots.getAndSet(slot, null));
    }

    @Validate
    public void isOpenWhileUsedAndClosedAfterwards() {
        @Nullable Use first = slots.get(0);
        @Nullable Use second = slots.get(1);
        end(0);
        end(1);
        expectClosed(first);
        expectClosed(second);
    }

    private static void end(@Nullable Use use) {
        if (use != null) {
            use.shared().expectOpen();
            use.end().run();
        }
    }

    private static void expectClosed(@Nullable Use use) {
        if (use != null && !use.shared().closed.get()) {
            throw new IllegalStateException("never closed");
        }
    }
}
