// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.agentreload.core.runtime.HostRuntime;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A few steps in the interleavings that a model checker tries: each step has the result of some order, none waits for
 * another thread, and the resource is closed once, when it is unused. The wrong versions show that the check can fail.
 */
class LeaseLinearizabilityTest {

    private static final int LOOPS = 100;

    @ParameterizedTest
    @ValueSource(classes = {Real.class, RealSpread.class})
    void lease_inAnyInterleaving_isLinearizable(Class<?> scenario) {
        options().actorsBefore(1).check(scenario);
    }

    @ParameterizedTest
    @ValueSource(classes = {CheckThenCount.class, CountersAlone.class})
    void wrongLease_inSomeInterleaving_isFound(Class<?> scenario) {
        ModelCheckingOptions options = options().iterations(6).actorsBefore(1);

        assertThatExceptionOfType(LincheckAssertionError.class).isThrownBy(() -> options.check(scenario));
    }

    @Test
    void doubleClose_inAnyInterleaving_countsOnce() {
        options().iterations(1).check(RealClosedTwice.class);
    }

    @Test
    void wrongDoubleClose_inSomeInterleaving_isFound() {
        ModelCheckingOptions options = options().iterations(1);

        assertThatExceptionOfType(LincheckAssertionError.class).isThrownBy(() -> options.check(PlainFlag.class));
    }

    @Test
    void hook_inAnyInterleaving_isCalledOnceIfTheLeaseIsOpen() {
        options()
                .iterations(4)
                .invocationsPerIteration(50)
                .actorsPerThread(1)
                .checkObstructionFreedom(false)
                .check(RealHook.class);
    }

    @Test
    void wrongHook_inSomeInterleaving_isFound() {
        // The first scenario in which it goes wrong ends the search.
        ModelCheckingOptions options = options().iterations(60).actorsPerThread(1);

        assertThatExceptionOfType(LincheckAssertionError.class).isThrownBy(() -> options.check(CheckThenAdd.class));
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .iterations(4)
                .invocationsPerIteration(120)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(0)
                .minimizeFailedScenario(false)
                .checkObstructionFreedom(true)
                // Retiring goes over all stripes, which by default is long enough to look like waiting.
                .loopIterationsBeforeThreadSwitch(LOOPS)
                .loopBound(LOOPS);
    }

    private static Leased<FakeResource> leased(FakeResource resource, UseCount uses) {
        LeaseFactory factory = LeaseFactory.of(HostRuntime.of(Runnable::run).withTicker(() -> 0));
        return new Leased<>(factory, new Retirement<>(factory, "client", resource, FakeResource::close), uses);
    }

    private static UseCount spread() {
        UseCount uses = new UseCount();
        uses.spread(2);
        return uses;
    }

    /** The real thing. */
    public static class Real extends LeaseScenario {

        @Override
        Subject subject(FakeResource resource) {
            return new RealSubject(leased(resource, new UseCount()));
        }
    }

    /** The real thing after two threads have met in it. */
    public static class RealSpread extends LeaseScenario {

        @Override
        Subject subject(FakeResource resource) {
            return new RealSubject(leased(resource, spread()));
        }
    }

    record RealSubject(Leased<FakeResource> leased) implements LeaseScenario.Subject {

        @Override
        public @Nullable Runnable acquire() {
            return leased.tryAcquire().<Runnable>map(lease -> lease::close).orElse(null);
        }

        @Override
        public void retire() {
            leased.retire();
        }

        @Override
        public boolean isRetired() {
            return leased.isRetired();
        }
    }

    /** Wrong: the resource can be closed between the question whether it is retired and the count. */
    public static class CheckThenCount extends LeaseScenario {

        @Override
        Subject subject(FakeResource resource) {
            return new CheckThenCountSubject(resource, new AtomicBoolean(), new AtomicInteger());
        }
    }

    record CheckThenCountSubject(FakeResource resource, AtomicBoolean retired, AtomicInteger users)
            implements LeaseScenario.Subject {

        @Override
        public @Nullable Runnable acquire() {
            if (retired.get()) {
                return null;
            }
            users.incrementAndGet();
            return this::giveBack;
        }

        private void giveBack() {
            if (users.decrementAndGet() == 0 && retired.get()) {
                resource.close();
            }
        }

        @Override
        public void retire() {
            if (!retired.getAndSet(true) && users.get() == 0) {
                resource.close();
            }
        }

        @Override
        public boolean isRetired() {
            return retired.get();
        }
    }

    /** Wrong: without asking for the phase first, the marks of the counters have no instant in common. */
    public static class CountersAlone extends LeaseScenario {

        @Override
        Subject subject(FakeResource resource) {
            return new CountersAloneSubject(resource, new AtomicBoolean(), spread());
        }
    }

    record CountersAloneSubject(FakeResource resource, AtomicBoolean retired, UseCount uses)
            implements LeaseScenario.Subject {

        @Override
        public @Nullable Runnable acquire() {
            int stripe = uses.tryEnter();
            return stripe == UseCount.NONE ? null : () -> giveBack(stripe);
        }

        private void giveBack(int stripe) {
            if (uses.leave(stripe)) {
                resource.close();
            }
        }

        @Override
        public void retire() {
            if (!retired.getAndSet(true) && uses.retire()) {
                resource.close();
            }
        }

        @Override
        public boolean isRetired() {
            return retired.get();
        }
    }

    /** The real thing. */
    public static class RealClosedTwice extends DoubleCloseScenario {

        @Override
        LeaseScenario.Subject subject(FakeResource resource) {
            return new RealSubject(leased(resource, new UseCount()));
        }
    }

    /** Wrong: two threads can find the lease open. */
    public static class PlainFlag extends DoubleCloseScenario {

        @Override
        LeaseScenario.Subject subject(FakeResource resource) {
            return new PlainFlagSubject(new CountersAloneSubject(resource, new AtomicBoolean(), new UseCount()));
        }
    }

    record PlainFlagSubject(CountersAloneSubject counters) implements LeaseScenario.Subject {

        @Override
        public Runnable acquire() {
            Runnable giveBack = requireNonNull(counters.acquire());
            return new Runnable() {
                private boolean closed;

                @Override
                public void run() {
                    if (!closed) {
                        closed = true;
                        giveBack.run();
                    }
                }
            };
        }

        @Override
        public void retire() {
            counters.retire();
        }

        @Override
        public boolean isRetired() {
            return counters.isRetired();
        }
    }

    /** The real thing. */
    public static class RealHook extends RetirementHookScenario {

        @Override
        HookSubject subject() {
            Leased<FakeResource> leased = leased(new FakeResource(), new UseCount());
            return new RealHookSubject(leased, leased.acquire());
        }
    }

    record RealHookSubject(Leased<FakeResource> leased, Lease<FakeResource> lease)
            implements RetirementHookScenario.HookSubject {

        @Override
        public boolean onRetired(Runnable callback) {
            try {
                lease.onRetired(callback);
                return true;
            } catch (IllegalStateException e) {
                return false;
            }
        }

        @Override
        public void retire() {
            leased.retire();
        }

        @Override
        public void close() {
            lease.close();
        }
    }

    /** Wrong: the resource can be retired between the question whether it is and the entry in the list. */
    public static class CheckThenAdd extends RetirementHookScenario {

        @Override
        HookSubject subject() {
            return new CheckThenAddSubject(new AtomicBoolean(), new AtomicReference<>());
        }
    }

    record CheckThenAddSubject(AtomicBoolean retired, AtomicReference<@Nullable Runnable> waiting)
            implements RetirementHookScenario.HookSubject {

        @Override
        public boolean onRetired(Runnable callback) {
            if (retired.get()) {
                callback.run();
            } else {
                waiting.set(callback);
            }
            return true;
        }

        @Override
        public void retire() {
            retired.set(true);
            Runnable callback = waiting.getAndSet(null);
            if (callback != null) {
                callback.run();
            }
        }

        @Override
        public void close() {
            waiting.set(null);
        }
    }
}
