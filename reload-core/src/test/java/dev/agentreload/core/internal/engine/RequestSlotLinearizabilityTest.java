// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A few steps in the interleavings that a model checker tries: each has the result of some order, so that one request owns the slot
 * and none is lost. The wrong versions show that the check can fail.
 */
class RequestSlotLinearizabilityTest {

    @Test
    void slot_inAnyInterleaving_isLinearizable() {
        options().check(Real.class);
    }

    @ParameterizedTest
    @ValueSource(classes = {CheckThenOwn.class, TwoReferences.class})
    void wrongSlot_inSomeInterleaving_isFound(Class<?> scenario) {
        // The first scenario in which it goes wrong ends the search.
        ModelCheckingOptions options = options().iterations(60);

        assertThatExceptionOfType(LincheckAssertionError.class).isThrownBy(() -> options.check(scenario));
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .iterations(5)
                .invocationsPerIteration(200)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(0)
                .minimizeFailedScenario(false)
                .checkObstructionFreedom(true);
    }

    /** The real thing. */
    public static class Real extends SlotScenario {

        @Override
        Subject subject() {
            return new RealSubject(new RequestSlot<>());
        }
    }

    record RealSubject(RequestSlot<String> slot) implements SlotScenario.Subject {

        @Override
        public String offer(String request) {
            RequestSlot.Admission<String> admission = slot.offer(request);
            return admission.entry() + " for " + admission.superseded();
        }

        @Override
        public String tryOwn(String request) {
            return slot.tryOwn(request).toString();
        }

        @Override
        public boolean release(String request) {
            try {
                slot.release(request);
                return true;
            } catch (IllegalStateException e) {
                return false;
            }
        }

        @Override
        public @Nullable String ownWaiting() {
            return slot.ownWaiting();
        }

        @Override
        public @Nullable String close() {
            return slot.close();
        }
    }

    /** Wrong: two requests can find the slot free. */
    public static class CheckThenOwn extends SlotScenario {

        @Override
        Subject subject() {
            return new WrongSubject() {
                @Override
                boolean own(String request) {
                    if (owner.get() != null) {
                        return false;
                    }
                    owner.set(request);
                    return true;
                }
            };
        }
    }

    /** Wrong: the owner can leave between the question whether the slot is free and the wait for it. */
    public static class TwoReferences extends SlotScenario {

        @Override
        Subject subject() {
            return new WrongSubject() {
                @Override
                boolean own(String request) {
                    return owner.compareAndSet(null, request);
                }
            };
        }
    }

    /** Keeps owner and waiting request in two references, and is never closed. */
    private abstract static class WrongSubject implements SlotScenario.Subject {

        final AtomicReference<@Nullable String> owner = new AtomicReference<>();
        private final AtomicReference<@Nullable String> waiting = new AtomicReference<>();

        abstract boolean own(String request);

        @Override
        public String offer(String request) {
            if (own(request)) {
                return RequestSlot.Entry.OWNER + " for " + waiting.getAndSet(null);
            }
            return RequestSlot.Entry.WAITING + " for " + waiting.getAndSet(request);
        }

        @Override
        public String tryOwn(String request) {
            return (own(request) ? RequestSlot.Entry.OWNER : RequestSlot.Entry.BUSY).toString();
        }

        @Override
        public boolean release(String request) {
            return owner.compareAndSet(request, null);
        }

        @Override
        public @Nullable String ownWaiting() {
            String next = waiting.get();
            if (next == null || !own(next)) {
                return null;
            }
            waiting.compareAndSet(next, null);
            return next;
        }

        @Override
        public @Nullable String close() {
            return null;
        }
    }
}
