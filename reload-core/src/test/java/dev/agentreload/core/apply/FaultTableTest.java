// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.lease.DrainPolicy;
import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.lease.Leased;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to break the building, switching and closing of parts, each with what must hold then. */
@Timeout(60)
class FaultTableTest {
    private static final ConfigDocument ONE = Stage.all(1);
    private static final ConfigDocument TWO = Stage.all(2);

    @Test
    void fault01_factoryThrowsOnTheLastItem_closesTheOthersInReverse() {
        try (Stage stage = new Stage().started(ONE)) {
            stage.script.fail("e.prepare", new IllegalStateException("no provider"));

            ReloadResult.RolledBack result = Stage.rolledBack(stage.reload(TWO));

            assertThat(result.summary())
                    .isEqualTo("rolled back: prepare of [e] failed: IllegalStateException: no provider");
            assertThat(stage.script.takeSteps()).endsWith("e.prepare", "c.close", "c.discard", "a.close", "a.discard");
            stage.assertInForce(ONE);
        }
    }

    @Test
    void fault02_factoryReturnsNull_isATypedFailure() {
        ReloadParticipant broken = new ReloadParticipant() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public boolean handles(ReloadAction action) {
                return true;
            }

            @Override
            @SuppressWarnings("NullAway")
            public Prepared prepare(ReloadContext context) {
                return null;
            }

            @Override
            public void retireAll(RetiredResources retired) {}
        };
        try (Stage stage = new Stage(builder -> builder.participant(broken))) {
            assertThat(stage.reloader.start(Stage.source(ONE)).summary())
                    .isEqualTo("rolled back: prepare of [broken] failed:"
                            + " NullPointerException: prepare returned null");
            stage.assertNothingLeft();
        }
    }

    @Test
    void fault03_factoryThrowsAnything_isCaughtAndRolledBack() {
        for (Throwable thrown : List.of(
                new IOException("checked"),
                new StackOverflowError(),
                new AssertionError("assertion"),
                new NoClassDefFoundError("linkage"))) {
            try (Stage stage = new Stage().started(ONE)) {
                stage.script.fail("c.prepare", thrown);

                assertThat(Stage.rolledBack(stage.reload(TWO)).cause()).isSameAs(thrown);
                stage.assertInForce(ONE);
            }
        }
    }

    @Test
    void fault04_outOfMemory_isRethrownAfterCleanUp() {
        try (Stage stage = new Stage().started(ONE)) {
            OutOfMemoryError error = new OutOfMemoryError("scripted");
            stage.script.fail("e.prepare", error);

            assertThatThrownBy(() -> stage.reload(TWO)).isSameAs(error);

            stage.assertInForce(ONE);
            assertThat(stage.status().lastResult().orElseThrow().result().kind())
                    .isEqualTo(ReloadResult.Kind.ROLLED_BACK);
            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void fault05_factoryHangs_isGivenUpAndItsLateResultIsClosed() {
        try (Stage stage = new Stage().started(ONE)) {
            CountDownLatch released = new CountDownLatch(1);
            stage.script.at("c.prepare", () -> {
                stage.ticker.advance(Stage.HOUR);
                Stage.awaitUninterruptibly(released);
            });

            ReloadResult.RolledBack result = Stage.rolledBack(stage.reload(TWO));

            assertThat(result.cause()).isInstanceOf(TimeoutException.class).hasMessage("no answer within 30000 ms");
            assertThat(stage.swap("c").built()).hasSize(1);
            released.countDown();
            Stage.awaitUntil(() -> stage.status().timedOutCalls().isEmpty());
            assertThat(stage.swap("c").built()).hasSize(2);
            stage.assertInForce(ONE);
            assertThat(stage.logger.lines())
                    .contains("WARNING [c] answered after it timed out, its result went to discard");
        }
    }

    @Test
    void fault06_factoryIgnoresInterrupt_isReportedAndDoesNotBlock() {
        try (Stage stage = new Stage().started(ONE)) {
            CountDownLatch released = new CountDownLatch(1);
            AtomicReference<String> thread = new AtomicReference<>("");
            stage.script.at("c.prepare", () -> {
                thread.set(Thread.currentThread().getName());
                stage.ticker.advance(Stage.HOUR);
                Stage.awaitUninterruptibly(released);
            });

            Stage.rolledBack(stage.reload(TWO));

            assertThat(stage.status().timedOutCalls()).singleElement().satisfies(call -> {
                assertThat(call.participant()).isEqualTo("c");
                assertThat(call.phase()).isEqualTo(ReloadPhase.PREPARE);
                assertThat(call.thread()).isEqualTo(thread.get());
                assertThat(call.age()).isEqualTo(Stage.HOUR);
            });
            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            released.countDown();
            Stage.awaitUntil(() -> stage.status().timedOutCalls().isEmpty());
        }
    }

    @Test
    void fault06_threadOfTheExecutor_isGivenBackWithoutTheInterrupt() {
        try (Stage stage = new Stage().started(ONE)) {
            AtomicReference<Boolean> leftInterrupted = new AtomicReference<>();
            CountDownLatch released = new CountDownLatch(1);
            stage.script.at("c.prepare", () -> {
                stage.ticker.advance(Stage.HOUR);
                Stage.awaitUntil(() -> released.getCount() == 0);
            });
            stage.script.at(
                    "c.discard",
                    () -> leftInterrupted.set(Thread.currentThread().isInterrupted()));

            Stage.rolledBack(stage.reload(TWO));
            released.countDown();
            Stage.awaitUntil(() -> stage.status().timedOutCalls().isEmpty());

            assertThat(leftInterrupted.get()).isFalse();
        }
    }

    @Test
    void fault07_interruptBeforeCommit_rollsBackAndIsKept() {
        try (Stage stage = new Stage().started(ONE)) {
            Thread.currentThread().interrupt();

            ReloadResult.RolledBack result = Stage.rolledBack(stage.reload(TWO));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(result.summary())
                    .isEqualTo("rolled back: read of [test.json] failed:"
                            + " InterruptedException: the requesting thread was interrupted");
            stage.assertInForce(ONE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.validate", "a.prepare", "e.verify", "d.stop", "b.start", "d.start"})
    void fault07_interruptInAStepBeforeTheCommit_rollsBackAndIsKept(String step) {
        try (Stage stage = new Stage().started(ONE)) {
            stage.script.at(step, Thread.currentThread()::interrupt);

            ReloadResult.RolledBack result = Stage.rolledBack(stage.reload(TWO));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(result.cause()).isInstanceOf(InterruptedException.class);
            stage.assertInForce(ONE);
            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void fault07_interruptInCommit_finishesAndIsKept() {
        try (Stage stage = new Stage().started(ONE)) {
            Thread requesting = Thread.currentThread();
            stage.script.at("a.commit", requesting::interrupt);

            ReloadResult result = stage.reload(TWO);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(result.kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            stage.assertInForce(TWO);
        }
    }

    @Test
    void fault08_closeThrows_staysAppliedAndTheOthersAreClosed() {
        try (Stage stage = new Stage().started("{a: {token: '" + Fault.SECRET + "'}, c: 1}")) {
            stage.script.fail("a.close", new IllegalStateException("cannot close " + Fault.SECRET));

            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.APPLIED);

            stage.assertInForce(TWO);
            assertThat(stage.status().closeFailures()).singleElement().satisfies(failed -> {
                assertThat(failed.resource()).isEqualTo("a0");
                assertThat(failed.cause()).hasMessage("IllegalStateException: cannot close ***");
            });
            assertThat(stage.logger.lines())
                    .contains("WARNING close of [a0] failed: java.lang.IllegalStateException")
                    .noneMatch(line -> line.contains(Fault.SECRET));
        }
    }

    @Test
    void fault09_resourceIsNotClosed_isInTheStatusWithHolderCountAndAge() {
        try (Stage stage = new Stage().started(ONE)) {
            Lease<Form> turn = Objects.requireNonNull(stage.swap("a").current()).acquire();

            stage.reload(TWO);
            stage.ticker.advance(Duration.ofMinutes(5));

            assertThat(stage.status().retired()).singleElement().satisfies(generation -> {
                assertThat(generation.revision()).isEqualTo(2);
                assertThat(generation.age()).isEqualTo(Duration.ofMinutes(5));
                assertThat(generation.openLeases()).isEqualTo(1);
                assertThat(generation.resources())
                        .singleElement()
                        .satisfies(resource -> assertThat(resource.resource()).isEqualTo("a0"));
            });
            turn.close();
            assertThat(stage.status().retired()).isEmpty();
            stage.assertInForce(TWO);
        }
    }

    @Test
    void fault09_drainDeadlineWithForce_closesUnderTheHolderAndReportsIt() {
        try (Stage stage = new Stage(builder -> builder.drain(DrainPolicy.force(Duration.ofMinutes(1)))).started(ONE)) {
            Lease<Form> turn = Objects.requireNonNull(stage.swap("a").current()).acquire();
            stage.reload(TWO);
            assertThat(stage.status().retired()).hasSize(1);

            stage.ticker.advance(Duration.ofMinutes(1));

            assertThat(stage.status().retired()).isEmpty();
            assertThat(stage.logger.lines())
                    .anyMatch(line -> line.startsWith("WARNING still in use after its deadline: [a0]"));
            turn.close();
            stage.assertInForce(TWO);
        }
    }

    @Test
    void fault10_leaseIsClosedTwice_countsOnce() {
        try (Stage stage = new Stage().started(ONE)) {
            Leased<Form> form = Objects.requireNonNull(stage.swap("a").current());
            Lease<Form> first = form.acquire();
            Lease<Form> second = form.acquire();
            stage.reload(TWO);

            first.close();
            first.close();

            assertThat(stage.status().retired())
                    .singleElement()
                    .satisfies(generation -> assertThat(generation.openLeases()).isEqualTo(1));
            second.close();
            stage.assertInForce(TWO);
        }
    }

    @Test
    void fault11_closeReentersTheReloader_findsTheNewStateAndDeadlocksNowhere() {
        try (Stage stage = new Stage().started(ONE)) {
            AtomicReference<Object> seen = new AtomicReference<>("");
            stage.script.at(
                    "a.close",
                    () -> seen.set(stage.status().effective().orElseThrow().revision()));

            stage.reload(TWO);

            assertThat(seen.get()).isEqualTo(OptionalLong.of(2));
        }
    }

    @Test
    void fault12_startAndRestoreFail_isItsOwnOutcomeAndTheNextReloadHeals() {
        try (Stage stage = new Stage().started(ONE)) {
            stage.script
                    .fail("d.start", new IllegalStateException("port in use"))
                    .fail("d.start", new IllegalStateException("port gone"));

            ReloadResult result = stage.reload(TWO);

            assertThat(result.summary())
                    .isEqualTo("restore failed: restore of [d] failed: IllegalStateException: port gone,"
                            + " after start of [d] failed: IllegalStateException: port in use");
            assertThat(stage.status().degraded()).containsExactly("d");
            assertThat(stage.exclusive("b").running()).isEqualTo(ONE);
            assertThat(stage.logger.lines()).anyMatch(line -> line.startsWith("ERROR tester: restore failed"));

            assertThat(stage.reload(ONE).kind()).as("the same document again").isEqualTo(ReloadResult.Kind.APPLIED);

            assertThat(stage.status().degraded()).isEmpty();
            assertThat(stage.exclusive("d").running()).isEqualTo(ONE);
        }
    }

    @Test
    void fault13_healthCheckFails_commitsNothing() {
        try (Stage stage = new Stage().started(ONE)) {
            stage.script.fail("e.verify", new IOException("401"));

            assertThat(Stage.rolledBack(stage.reload(TWO)).phase()).isEqualTo(ReloadPhase.VERIFY);

            assertThat(stage.script.takeSteps()).doesNotContain("a.commit", "d.stop");
            stage.assertInForce(ONE);
            assertThat(stage.reload(TWO).kind()).as("after a flap").isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void fault13_healthCheckHangs_isDecidedAtItsDeadline() {
        try (Stage stage = new Stage().started(ONE)) {
            CountDownLatch released = new CountDownLatch(1);
            stage.script.at("a.verify", Fault.HANG.event(stage.ticker, Thread.currentThread(), released));

            assertThat(Stage.rolledBack(stage.reload(TWO)).cause()).hasMessage("no answer within 10000 ms");
            stage.assertInForce(ONE);
        }
    }

    @Test
    void fault37_partsThatExchangeAPort_doNotMeetAtIt() {
        Set<String> bound = ConcurrentHashMap.newKeySet();
        try (Stage stage = new Stage(
                        builder -> builder.participant(new Port("x", bound)).participant(new Port("y", bound)))
                .started("{x: 1, y: 2}")) {
            assertThat(bound).containsExactlyInAnyOrder("1", "2");

            assertThat(stage.reload("{x: 2, y: 1}").kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            assertThat(stage.reload("{x: 2}").kind()).as("one is removed").isEqualTo(ReloadResult.Kind.APPLIED);
            assertThat(stage.reload("{y: 2, x: 1}").kind())
                    .as("another is added")
                    .isEqualTo(ReloadResult.Kind.APPLIED);
            assertThat(bound).containsExactlyInAnyOrder("1", "2");

            ReloadResult conflict = stage.reload("{x: 1, y: 1}");

            assertThat(conflict.summary())
                    .startsWith("rolled back: start of [y] failed: IllegalStateException: port 1 is taken");
            assertThat(bound).containsExactlyInAnyOrder("1", "2");
        }
    }

    /** Binds the port that its key names. */
    private static final class Port implements ExclusiveParticipant {

        private final String name;
        private final Set<String> bound;
        private Optional<String> port = Optional.empty();

        Port(String name, Set<String> bound) {
            this.name = name;
            this.bound = bound;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean handles(ReloadAction action) {
            return action.equals(Stage.action("ports"));
        }

        @Override
        public void stop(ActionScope scope, Deadline deadline) {
            port.ifPresent(bound::remove);
            port = Optional.empty();
        }

        @Override
        public void start(ReloadContext context) {
            Optional<String> requested =
                    context.target().find(ConfigPath.of(name)).map(Object::toString);
            requested.ifPresent(number -> {
                if (!bound.add(number)) {
                    throw new IllegalStateException("port " + number + " is taken");
                }
            });
            port = requested;
        }
    }

    @Test
    void outage_ofARestoredPart_isInTheResult() {
        try (Stage stage = new Stage().started(ONE)) {
            stage.script.at("b.start", () -> stage.ticker.advance(Duration.ofSeconds(3)));
            stage.script.fail("d.start", new IllegalStateException("port in use"));

            ReloadResult.RolledBack result = Stage.rolledBack(stage.reload(TWO));

            assertThat(result.outages())
                    .containsExactly(new Outage("b", Duration.ofSeconds(3)), new Outage("d", Duration.ofSeconds(3)));
            assertThat(result.summary())
                    .isEqualTo("rolled back: start of [d] failed: IllegalStateException: port in use:"
                            + " [b] was down for 3000 ms; [d] was down for 3000 ms");
        }
    }
}
