// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.internal.engine.state.ListenerQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In which order and on which threads decisions are reported. */
@Timeout(60)
class ListenersTest {

    private final ExecutorService others = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        others.shutdownNow();
    }

    @Test
    void decisions_ofManyThreads_areReportedInOrderByOneThreadAtATime() throws Exception {
        int threads = 4;
        int reloads = 25;
        List<Long> reported = new CopyOnWriteArrayList<>();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Stage stage = new Stage(builder -> builder.listenerExecutor(others).historySize(200))) {
            stage.started("{note: 0}");
            Subscription subscription = stage.reloader.view().subscribe("listener", entry -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                reported.add(entry.sequence());
                inside.decrementAndGet();
            });
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(others.submit(() -> {
                    for (int j = 0; j < reloads; j++) {
                        stage.automatic("{note: " + j + "}");
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get(20, TimeUnit.SECONDS);
            }
            long last = stage.status().sequence();
            Stage.awaitUntil(() -> reported.size() == last - subscription.firstSequence() + 1);

            assertThat(reported).isSorted().doesNotHaveDuplicates();
            assertThat(most).hasValue(1);
            assertThat(stage.logger.lines())
                    .filteredOn(line -> line.contains("applied revision"))
                    .extracting(line -> Integer.parseInt(line.replaceAll("\\D*(\\d+).*", "$1")))
                    .isSorted();
        }
    }

    @Test
    void logLine_ofAnEarlierDecision_comesBeforeThatOfALaterOne() throws Exception {
        Gate gate = new Gate();
        try (Stage stage = new Stage().started("{note: 0}")) {
            stage.logger.next(gate::happenUnchecked);
            Future<ReloadResult> first = others.submit(() -> stage.reload("{note: 1}"));
            gate.awaitReached();
            Future<ReloadResult> second = others.submit(() -> stage.reload("{note: 2}"));
            assertThat(second.get(20, TimeUnit.SECONDS).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            gate.open();
            first.get(20, TimeUnit.SECONDS);

            assertThat(stage.logger.lines())
                    .extracting(line -> line.substring(0, line.lastIndexOf(':')))
                    .containsExactly(
                            "INFO start: applied revision 1",
                            "INFO tester: applied revision 2: takes effect when read",
                            "INFO tester: applied revision 3: takes effect when read");
        }
    }

    @Test
    void listener_breaksTheVirtualMachine_theOthersAreNotifiedAndTheRequesterLearnsOfIt() {
        OutOfMemoryError error = new OutOfMemoryError("scripted");
        try (Stage stage = new Stage().started("{note: 0}")) {
            List<Long> after = new CopyOnWriteArrayList<>();
            stage.reloader.view().subscribe("broken", entry -> {
                throw error;
            });
            stage.reloader.view().subscribe("after", entry -> after.add(entry.sequence()));

            assertThatThrownBy(() -> stage.reload("{note: 1}")).isSameAs(error);

            assertThat(after).containsExactly(2L);
            assertThat(stage.status().listenerTroubles())
                    .singleElement()
                    .satisfies(trouble -> assertThat(trouble.failure()).contains("it threw OutOfMemoryError"));
        }
    }

    @Test
    void subscription_ended_deliversNothingMore() {
        try (Stage stage = new Stage().started("{note: 0}")) {
            List<Long> reported = new CopyOnWriteArrayList<>();
            Subscription subscription =
                    stage.reloader.view().subscribe("listener", entry -> reported.add(entry.sequence()));
            stage.reload("{note: 1}");

            subscription.close();
            subscription.close();
            stage.reload("{note: 2}");

            assertThat(reported).containsExactly(2L);
        }
    }

    @Test
    void subscription_returnsTheStateFromWhichItsDecisionsFollow() {
        try (Stage stage = new Stage().started("{note: 0}")) {
            stage.reload("{note: 1}");
            List<Long> reported = new CopyOnWriteArrayList<>();

            Subscription subscription =
                    stage.reloader.view().subscribe("listener", entry -> reported.add(entry.sequence()));
            stage.reload("{note: 2}");

            assertThat(subscription.status().sequence()).isEqualTo(2);
            assertThat(subscription.status().effective().orElseThrow().revision())
                    .hasValue(2);
            assertThat(subscription.firstSequence()).isEqualTo(3);
            assertThat(reported).containsExactly(3L);
        }
    }

    @Test
    void listener_hangsForLong_missesTheOldestAndLearnsHowMany() throws Exception {
        int decisions = ListenerQueue.MAX_WAITING + 5;
        Gate gate = new Gate();
        CountDownLatch notifiedLast = new CountDownLatch(1);
        List<Long> reported = new CopyOnWriteArrayList<>();
        try (Stage stage = new Stage(builder -> builder.listenerExecutor(others).logger(new RecordingLogger()))) {
            stage.started("{note: 0}");
            stage.script.at("listener", gate);
            stage.reloader.view().subscribe("slow", entry -> {
                stage.script.reach("listener");
                reported.add(entry.sequence());
                if (entry.sequence() == decisions + 2) {
                    notifiedLast.countDown();
                }
            });
            stage.reload("{note: 1}");
            gate.awaitReached();
            for (int i = 0; i < decisions; i++) {
                stage.reload("{note: 1}");
            }

            assertThat(stage.status().listenerTroubles()).singleElement().satisfies(trouble -> {
                assertThat(trouble.waiting()).isEqualTo(ListenerQueue.MAX_WAITING);
                assertThat(trouble.dropped()).isEqualTo(5);
            });
            gate.open();
            assertThat(notifiedLast.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(reported.subList(0, 2)).containsExactly(2L, 8L);
        }
    }
}
