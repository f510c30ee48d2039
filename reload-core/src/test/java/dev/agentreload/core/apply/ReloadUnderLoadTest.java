// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.lease.Leased;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Turns run while reload follows reload. */
class ReloadUnderLoadTest {

    private static final int RELOADS = 50;

    @Test
    @Timeout(60)
    void turns_duringManyReloads_neverMeetAClosedFormAndNothingIsLeft() throws Exception {
        ExecutorService users = Executors.newFixedThreadPool(2);
        try (Stage stage =
                new Stage(builder -> builder.retirement(RetirementPolicy.refuse(RELOADS))).started(Stage.all(0))) {
            CountDownLatch stop = new CountDownLatch(1);
            List<Future<Integer>> turns = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                turns.add(users.submit(() -> takeTurns(stage.swap("a"), stop)));
            }
            for (int i = 1; i <= RELOADS; i++) {
                assertThat(stage.reload(Stage.all(i)).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            }
            stop.countDown();
            for (Future<Integer> turn : turns) {
                assertThat(turn.get()).isPositive();
            }
            stage.assertInForce(Stage.all(RELOADS));
            assertThat(stage.status().retired()).isEmpty();
            assertThat(stage.status().timedOutCalls()).isEmpty();
        } finally {
            users.shutdownNow();
        }
    }

    private static int takeTurns(FakeSwap swap, CountDownLatch stop) {
        int turns = 0;
        while (stop.getCount() > 0) {
            Leased<Form> current = swap.current();
            Optional<Lease<Form>> lease = current == null ? Optional.empty() : current.tryAcquire();
            if (lease.isPresent()) {
                try (Lease<Form> turn = lease.get()) {
                    assertThat(turn.value().closes()).isZero();
                    turns++;
                }
            }
        }
        return turns;
    }
}
