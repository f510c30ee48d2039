// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.WrongArgument;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.lease.DrainPolicy;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.Leased;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.Participant;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.plan.ValueChange;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Calls every public method and constructor of this package with each argument wrong in turn: null, and times and numbers below
 * zero. It is refused before anything happens, and the same thread can go on.
 */
class ArgumentsTest {

    /** Types whose methods a host calls; interfaces that hosts implement take what the reloader gives them. */
    private static final List<Class<?>> TYPES = List.of(
            Reloader.class,
            Reloader.Builder.class,
            ReloadView.class,
            AutomaticHold.class,
            PathChange.class,
            ReloadRequest.class,
            ReloadContext.class,
            RetiredResources.class,
            ReloadDeadlines.class,
            RetirementPolicy.class,
            Deadline.class,
            EffectiveConfig.class,
            StepFailure.class,
            Outage.class,
            CloseReport.class,
            DryRunReport.class,
            HistoryEntry.class,
            HistoryEntry.Builder.class,
            ReloadFailedException.class,
            Subscription.class,
            MaskedException.class,
            RetiredGeneration.class,
            ReloadStatus.class,
            ReloadStatus.Running.class,
            ReloadStatus.DocumentState.class,
            ReloadStatus.TimedOutCall.class,
            ReloadStatus.ListenerTrouble.class,
            ReloadResult.Applied.class,
            ReloadResult.Unchanged.class,
            ReloadResult.RestartRequired.class,
            ReloadResult.Invalid.class,
            ReloadResult.RolledBack.class,
            ReloadResult.RestoreFailed.class,
            ReloadResult.Stale.class,
            ReloadResult.Busy.class,
            ReloadResult.NotStarted.class);

    @TestFactory
    Stream<DynamicTest> wrongArgument_isRefusedBeforeAnythingHappens() {
        return TYPES.stream()
                .flatMap(WrongArgument::executables)
                .flatMap(WrongArgument::of)
                .map(one -> DynamicTest.dynamicTest(one.toString(), () -> check(one)));
    }

    /** A new type of the package is in the list, or a host does not call it. */
    @Test
    void types_areAllThatHaveAPublicMethodWithParameters() throws Exception {
        Path classes = Path.of(Reloader.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.list(classes.resolve("dev/agentreload/core/apply"))) {
            List<? extends Class<?>> missing = files.map(
                            file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    .map(name -> named(name.substring(0, name.length() - ".class".length())))
                    .filter(ArgumentsTest::isForHosts)
                    .filter(type -> WrongArgument.executables(type)
                            .anyMatch(executable ->
                                    WrongArgument.of(executable).findAny().isPresent()))
                    .filter(type -> !TYPES.contains(type))
                    .toList();
            assertThat(missing).isEmpty();
        }
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName("dev.agentreload.core.apply." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isForHosts(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers())
                && !type.isInterface()
                && !type.isEnum()
                && (outer == null || Modifier.isPublic(outer.getModifiers()));
    }

    private static void check(WrongArgument one) throws ReflectiveOperationException {
        try (Stage stage = new Stage(builder -> builder, Runnable::run).started("{a: 1}")) {
            stage.reload("{a: 2}");
            stage.script.takeSteps();
            Map<Class<?>, Object> samples = samples(stage);
            Map<String, Object> before = stage.status().toMap();
            List<HistoryEntry> history = stage.reloader.view().history();

            assertThat(one.thrown(samples)).isInstanceOfAny(NullPointerException.class, IllegalArgumentException.class);

            assertThat(stage.script.takeSteps()).isEmpty();
            assertThat(stage.status().toMap()).isEqualTo(before);
            assertThat(stage.reloader.view().history()).isEqualTo(history);
            assertThat(stage.reload("{a: 3}").kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            assertThat(stage.reported).hasSize(3);
            assertThat(stage.reloader.close(Stage.HOUR).isClean()).isTrue();
        }
    }

    private static Map<Class<?>, Object> samples(Stage stage) {
        LeaseFactory leases = LeaseFactory.of(HostRuntime.of(Runnable::run).withTicker(stage.ticker));
        ConfigDocument document = Stage.document("{a: 9}");
        ReloadPlan plan = stage.reloader.view().plan(document);
        Deadline deadline = Deadline.after(Stage.HOUR, stage.ticker);
        return Map.ofEntries(
                entry(Reloader.class, stage.reloader),
                entry(
                        Reloader.Builder.class,
                        Reloader.builder(HostRuntime.of(Runnable::run)
                                .withTicker(stage.ticker)
                                .withClock(() -> Stage.NOW))),
                entry(ReloadView.class, stage.reloader.view()),
                entry(ActionScope.class, ActionScope.everything()),
                entry(HostRuntime.class, HostRuntime.of(Runnable::run)),
                entry(ReloadRequest.class, ReloadRequest.manual(Stage.source(document), "tester")),
                entry(ReloadContext.class, ReloadContext.of(plan, ActionScope.everything(), deadline)),
                entry(RetiredResources.class, RetiredResources.create(leases)),
                entry(ReloadDeadlines.class, ReloadDeadlines.standard()),
                entry(RetirementPolicy.class, RetirementPolicy.refuse(2)),
                entry(Deadline.class, deadline),
                entry(ConfigSource.class, Stage.source(document)),
                entry(ConfigDocument.class, document),
                entry(ConfigPath.class, ConfigPath.parse("a")),
                entry(ConfigProblem.class, ConfigProblem.error(ConfigPath.root(), SourcePosition.of("x"), "bad", "")),
                entry(ReloadPlan.class, plan),
                entry(ValueChange.class, plan.changeAt(ConfigPath.parse("a")).orElseThrow()),
                entry(RuleTable.class, Stage.rules()),
                entry(ReloadAction.class, Stage.action("a")),
                entry(ReloadListener.class, (ReloadListener) entry -> {}),
                entry(Participant.class, new FakeExclusive("own", new Script(), Stage.action("own"))),
                entry(LeaseFactory.class, leases),
                entry(Leased.class, leases.create("leased", () -> {})),
                entry(DrainPolicy.class, DrainPolicy.keep(Stage.HOUR)),
                entry(System.Logger.class, stage.logger),
                entry(AutoCloseable.class, (AutoCloseable) () -> {}),
                entry(Executor.class, (Executor) Runnable::run),
                entry(LongSupplier.class, stage.ticker),
                entry(InstantSource.class, InstantSource.fixed(Stage.NOW)),
                entry(Instant.class, Stage.NOW),
                entry(Duration.class, Stage.HOUR),
                entry(String.class, "name"),
                entry(Throwable.class, new IllegalStateException("cause")),
                entry(Runnable.class, (Runnable) () -> {}),
                entry(List.class, List.of()),
                entry(Map.class, Map.of()),
                entry(Optional.class, Optional.empty()),
                entry(OptionalLong.class, OptionalLong.empty()),
                entry(ReloadResult.class, new ReloadResult.Superseded()),
                entry(ReloadStatus.class, stage.status()),
                entry(HistoryEntry.class, stage.reloader.view().history().get(0)),
                entry(
                        HistoryEntry.Builder.class,
                        HistoryEntry.builder(1, Stage.NOW, "tester", HistoryEntry.Operation.RELOAD)),
                entry(StepFailure.class, new StepFailure("a", ReloadPhase.READ, new IllegalStateException("cause"))),
                entry(long.class, 1L),
                entry(int.class, 2));
    }
}
