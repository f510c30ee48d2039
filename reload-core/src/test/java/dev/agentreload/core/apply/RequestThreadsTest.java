// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The threads on which requests run, and the calls of host code. */
class RequestThreadsTest extends RequestsFixture {

    @Test
    void requestExecutor_takesLong_letsTheCallerGoAtItsDeadline() throws Exception {
        try (Stage stage = new Stage(builder -> builder.requestExecutor(callers)).started("{a: 1}")) {
            Gate gate = new Gate();
            stage.script.at("a.prepare", gate);

            ReloadResult impatient = stage.reloader.reload(explicit("{a: 2}"), Duration.ZERO);
            gate.awaitReached();
            CompletableFuture<ReloadResult> waiting = future(stage.reloader.submit(automatic("{a: 3}")));
            gate.open();

            assertThat(impatient).isEqualTo(new ReloadResult.StillRunning());
            assertThat(waiting.get(20, TimeUnit.SECONDS).summary()).startsWith("applied revision 3");
        }
    }

    @Test
    void requestExecutor_refuses_theSubmittingThreadCarriesTheRequestOut() {
        callers.shutdown();
        try (Stage stage = new Stage(builder -> builder.requestExecutor(callers)).started("{a: 1}")) {
            assertThat(stage.reload("{a: 2}").kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void requestExecutor_breaksTheVirtualMachine_theRequestIsDecidedAndTheSlotIsFree() {
        OutOfMemoryError error = new OutOfMemoryError("unable to create native thread");
        try (Stage stage = new Stage(builder -> builder.requestExecutor(task -> {
                    throw error;
                }))
                .started("{a: 1}")) {
            assertThatThrownBy(() -> stage.reload("{a: 2}")).isSameAs(error);

            assertThat(stage.swap("a").visible()).isEqualTo(Stage.document("{a: 2}"));
            assertThat(stage.reloader.rollback("tester").kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void requestsOfOtherThreadsThatHostCodeWaitsFor_areAnsweredAndBlockNothing() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            List<ReloadResult> answers = new CopyOnWriteArrayList<>();
            stage.script.at("a.prepare", () -> {
                answers.add(callers.submit(() -> stage.reload("{a: 3}")).get());
                answers.add(
                        callers.submit(() -> stage.reloader.rollback("tester")).get());
                answers.add(callers.submit(() -> stage.reloader.reload(automatic("{a: 4}"), Duration.ZERO))
                        .get());
            });

            assertThat(stage.reload("{a: 2}").summary()).startsWith("applied revision 2");

            ReloadResult busy = new ReloadResult.Busy(ReloadResult.Busy.Reason.TRANSACTION_RUNNING);
            assertThat(answers).containsExactly(busy, busy, new ReloadResult.StillRunning());
            assertThat(stage.swap("a").visible()).isEqualTo(Stage.document("{a: 4}"));
        }
    }

    @Test
    void requestFromHostCode_isRefusedBeforeItReachesTheExecutorOfRequests() {
        AtomicInteger requests = new AtomicInteger();
        try (Stage stage = new Stage(builder -> builder.requestExecutor(task -> {
                    requests.incrementAndGet();
                    task.run();
                }))
                .started("{a: 1}")) {
            List<ReloadResult> answers = new CopyOnWriteArrayList<>();
            stage.script.at("a.prepare", () -> answers.add(stage.reload("{a: 3}")));

            stage.reload("{a: 2}");

            assertThat(answers).containsExactly(new ReloadResult.Busy(ReloadResult.Busy.Reason.INSIDE_HOST_CODE));
            assertThat(requests).hasValue(1);
        }
    }
}
