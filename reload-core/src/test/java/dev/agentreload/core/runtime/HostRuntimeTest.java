// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class HostRuntimeTest {

    private final Executor executor = Runnable::run;
    private final ScheduledExecutorService scheduler = (ScheduledExecutorService) Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ScheduledExecutorService.class},
            (proxy, method, arguments) -> {
                throw new AssertionError("called: " + method);
            });

    @Test
    void runtime_usual_hasTheSystemsTime() {
        HostRuntime runtime = HostRuntime.of(executor, scheduler);

        assertThat(runtime.executor()).isSameAs(executor);
        assertThat(runtime.requireScheduler("Sweeper")).isSameAs(scheduler);
        assertThat(runtime.clock()).isEqualTo(Clock.systemUTC());
        long before = System.nanoTime();
        long tick = runtime.ticker().getAsLong();
        assertThat(tick - before).isNotNegative();
        assertThat(System.nanoTime() - tick).isNotNegative();
    }

    @Test
    void copies_changeOneThing_andLeaveTheOthers() {
        LongSupplier ticker = () -> 7;
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        Executor other = task -> {};

        HostRuntime changed =
                HostRuntime.of(executor, scheduler).withTicker(ticker).withClock(clock);

        assertThat(changed.executor()).isSameAs(executor);
        assertThat(changed.ticker()).isSameAs(ticker);
        assertThat(changed.clock()).isSameAs(clock);
        assertThat(changed.findScheduler()).containsSame(scheduler);
        assertThat(changed.withExecutor(other).executor()).isSameAs(other);
        assertThat(changed.withExecutor(other).ticker()).isSameAs(ticker);
    }

    @Test
    void scheduler_thatIsMissing_isSaidByNameOfTheComponent() {
        HostRuntime runtime = HostRuntime.of(executor);

        assertThat(runtime.findScheduler()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> runtime.requireScheduler("Sweeper"))
                .withMessage("[Sweeper] needs a scheduler; expected a runtime of HostRuntime.of(executor, scheduler)");
    }

    @Test
    @SuppressWarnings("NullAway") // hosts need not run it
    void nulls_areRefusedByName() {
        HostRuntime runtime = HostRuntime.of(executor);

        assertThatNullPointerException().isThrownBy(() -> HostRuntime.of(null)).withMessage("executor");
        assertThatNullPointerException()
                .isThrownBy(() -> HostRuntime.of(executor, null))
                .withMessage("scheduler");
        assertThatNullPointerException()
                .isThrownBy(() -> runtime.withExecutor(null))
                .withMessage("executor");
        assertThatNullPointerException()
                .isThrownBy(() -> runtime.withTicker(null))
                .withMessage("ticker");
        assertThatNullPointerException()
                .isThrownBy(() -> runtime.withClock(null))
                .withMessage("clock");
    }
}
