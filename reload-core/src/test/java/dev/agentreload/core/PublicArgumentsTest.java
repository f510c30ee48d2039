// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.agentreload.core.apply.ReloaderState;
import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.bind.ConfigType;
import dev.agentreload.core.bind.ElementNames;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.config.BoundType;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.PathPattern;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.config.PlaceholderResolver;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.ReadLimits;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.Secret;
import dev.agentreload.core.config.SecretMemory;
import dev.agentreload.core.config.SecretPolicy;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.config.TextMask;
import dev.agentreload.core.diff.Change;
import dev.agentreload.core.diff.ConfigDiff;
import dev.agentreload.core.diff.ListIdentities;
import dev.agentreload.core.lease.DrainPolicy;
import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.LeaseHolder;
import dev.agentreload.core.lease.LeasePhase;
import dev.agentreload.core.lease.LeaseSource;
import dev.agentreload.core.lease.LeaseStatus;
import dev.agentreload.core.lease.Leased;
import dev.agentreload.core.lease.ResourceCloser;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.Participant;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.Reloadable;
import dev.agentreload.core.participant.ResourceCheck;
import dev.agentreload.core.participant.ResourceOpener;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.participant.SectionReader;
import dev.agentreload.core.plan.ActionTemplate;
import dev.agentreload.core.plan.PlanLayout;
import dev.agentreload.core.plan.PlannedChange;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.core.plan.ReloadRule;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.schema.ConfigSchema;
import dev.agentreload.core.source.ChangeHandler;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.core.source.ConfigWatcher;
import dev.agentreload.core.source.DocumentFormat;
import dev.agentreload.core.source.EnvironmentResolver;
import dev.agentreload.core.source.FileConfigSource;
import dev.agentreload.core.source.SourceHash;
import dev.agentreload.core.source.SourceSnapshot;
import dev.agentreload.core.source.WatchSettings;
import dev.agentreload.core.source.WatchableSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every public method and constructor of the packages without effects refuses null and negative arguments at once; those of
 * {@code core.apply} have a test of their own, which also asserts that nothing changed.
 */
class PublicArgumentsTest {

    private static final List<String> PACKAGES =
            List.of("bind", "config", "diff", "lease", "participant", "plan", "runtime", "schema", "source");

    private static final ConfigDocument DOCUMENT =
            ConfigDocument.parse("config.json", "{a: {b: 1}, list: [{id: 'x'}]}");

    private static final HostRuntime RUNTIME = HostRuntime.of(Runnable::run, unused(ScheduledExecutorService.class));

    private final Map<Class<?>, Object> samples = samples();

    @TestFactory
    Stream<DynamicTest> wrongArgument_isRefused() {
        return PACKAGES.stream()
                .flatMap(PublicArgumentsTest::types)
                .flatMap(PublicArgumentsTest::executables)
                .flatMap(WrongArgument::of)
                .map(one -> DynamicTest.dynamicTest(
                        one.toString(),
                        () -> assertThat(one.thrown(samples))
                                .as(one.toString())
                                .isInstanceOfAny(
                                        NullPointerException.class,
                                        IllegalArgumentException.class,
                                        IndexOutOfBoundsException.class)));
    }

    private static Stream<Class<?>> types(String name) {
        try {
            Path classes = Path.of(ReloaderState.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.list(classes.resolve("dev/agentreload/core/" + name))) {
                return files
                        .map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
                        .sorted()
                        .<Class<?>>map(file ->
                                named("dev.agentreload.core." + name + "." + file.replaceFirst("\\.class$", "")))
                        .filter(PublicArgumentsTest::isForHosts)
                        .toList()
                        .stream();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isForHosts(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers())
                && !type.isEnum()
                && !type.isAnonymousClass()
                && (outer == null || Modifier.isPublic(outer.getModifiers()));
    }

    private static Stream<Executable> executables(Class<?> type) {
        return WrongArgument.executables(type).filter(executable -> !isImplementedByHosts(executable));
    }

    /** What a host's own method does with a wrong argument is the host's business. */
    private static boolean isImplementedByHosts(Executable executable) {
        Class<?> type = executable.getDeclaringClass();
        boolean isOpen = !type.isSealed() || type.equals(Participant.class);
        return type.isInterface() && isOpen && !Modifier.isStatic(executable.getModifiers());
    }

    private static <T> T unused(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    throw new AssertionError("called: " + method);
                }));
    }

    private static Map<Class<?>, Object> samples() {
        Map<Class<?>, Object> samples = new HashMap<>();
        samples.putAll(ofJava());
        samples.putAll(ofConfig());
        samples.putAll(ofPlan());
        samples.putAll(ofLeases());
        samples.putAll(ofSources());
        return samples;
    }

    private static Map<Class<?>, Object> ofJava() {
        return Map.ofEntries(
                entry(boolean.class, true),
                entry(int.class, 1),
                entry(long.class, 1L),
                entry(byte[].class, new byte[] {'{', '}'}),
                entry(String.class, "a"),
                entry(String[].class, new String[] {"a"}),
                entry(Class.class, String.class),
                entry(Throwable.class, new IllegalStateException("cause")),
                entry(List.class, List.of()),
                entry(Set.class, Set.of()),
                entry(Collection.class, List.of()),
                entry(Map.class, Map.of()),
                entry(Optional.class, Optional.empty()),
                entry(Object.class, "a"),
                entry(Duration.class, Duration.ofSeconds(1)),
                entry(Path.class, Path.of("config.json")),
                entry(Pattern.class, Pattern.compile("a")),
                entry(Runnable.class, (Runnable) () -> {}),
                entry(Supplier.class, (Supplier<?>) () -> "a"),
                entry(Function.class, (Function<?, ?>) Function.identity()),
                entry(BiConsumer.class, (BiConsumer<?, ?>) (a, b) -> {}),
                entry(Executor.class, (Executor) Runnable::run),
                entry(ScheduledExecutorService.class, unused(ScheduledExecutorService.class)),
                entry(InstantSource.class, InstantSource.fixed(Instant.EPOCH)),
                entry(HostRuntime.class, RUNTIME),
                entry(LongSupplier.class, (LongSupplier) () -> 0),
                entry(AutoCloseable.class, (AutoCloseable) () -> {}),
                entry(Iterable.class, List.of("a")),
                entry(Consumer.class, (Consumer<Object>) element -> {}),
                entry(System.Logger.class, System.getLogger("test")),
                entry(TreeNode.class, JsonNodeFactory.instance.objectNode()),
                entry(JsonFactory.class, new JsonFactory()));
    }

    private static Map<Class<?>, Object> ofConfig() {
        ConfigArray list = (ConfigArray) DOCUMENT.find("list").orElseThrow();
        ConfigPath path = ConfigPath.parse("list");
        PathSegment.Identity identity = new PathSegment.Identity("id", ConfigNode.Kind.STRING, "x", 0);
        return Map.ofEntries(
                entry(ConfigDocument.class, DOCUMENT),
                entry(ConfigObject.class, DOCUMENT.root()),
                entry(ConfigArray.class, list),
                entry(ConfigString.class, DOCUMENT.find("list[id=x].id").orElseThrow()),
                entry(ConfigNode.class, DOCUMENT.find("a.b").orElseThrow()),
                entry(ConfigPath.class, path),
                entry(PathSegment.class, identity),
                entry(PathSegment.Identity.class, identity),
                entry(PathPattern.class, PathPattern.parse("a.*")),
                entry(BoundType.class, BoundType.of(String.class)),
                entry(ConfigProblem.class, ConfigProblem.error(path, SourcePosition.of("x"), "bad", "")),
                entry(SourcePosition.class, SourcePosition.of("x")),
                entry(ConfigReader.class, ConfigReader.standard()),
                entry(ConfigReader.Builder.class, ConfigReader.builder()),
                entry(ReadLimits.class, ReadLimits.standard()),
                entry(ReadResult.class, ConfigReader.standard().read("x", "{}")),
                entry(PlaceholderResolver.class, PlaceholderResolver.none()),
                entry(
                        PlaceholderResolver.Placeholder.class,
                        new PlaceholderResolver.Placeholder(PlaceholderResolver.Placeholder.Kind.ENVIRONMENT, "NAME")),
                entry(ProblemCollector.class, new ProblemCollector()),
                entry(Secret.class, new Secret("x")),
                entry(SecretMemory.class, SecretMemory.empty()),
                entry(SecretPolicy.class, SecretPolicy.standard()),
                entry(TextMask.class, TextMask.of(List.of(DOCUMENT))),
                entry(ConfigSection.class, ConfigSection.of(DOCUMENT, new ProblemCollector())),
                entry(ConfigNode.Kind.class, ConfigNode.Kind.STRING),
                entry(ConfigKey.class, ConfigKey.string("a", "what it is for")),
                entry(ConfigKey[].class, new ConfigKey[] {ConfigKey.string("a", "what it is for")}),
                entry(ConfigType.class, ConfigType.STRING),
                entry(ConfigType[].class, new ConfigType[] {ConfigType.STRING}),
                entry(ConfigType.Scalar.class, ConfigType.STRING),
                entry(ConfigType.IntegerRange.class, new ConfigType.IntegerRange(0, 1)),
                entry(ConfigType.Choice.class, new ConfigType.Choice(List.of("a"))),
                entry(ConfigType.ListOf.class, ConfigType.STRINGS),
                entry(ConfigType.MapOf.class, new ConfigType.MapOf(ConfigType.STRING)),
                entry(ConfigType.Section.class, new ConfigType.Section(SectionKeys.none())),
                entry(ConfigType.OneOf.class, ConfigType.ID),
                entry(ConfigType.Anything.class, ConfigType.ANYTHING),
                entry(SectionKeys.class, SectionKeys.none()),
                entry(ConfigSchema.class, ConfigSchema.of(SectionKeys.none(), RuleTable.agents())),
                entry(ElementNames.class, ElementNames.create("id")),
                entry(ListIdentities.class, ListIdentities.none()));
    }

    private static Map<Class<?>, Object> ofPlan() {
        ReloadPlan plan = ReloadPlanner.plan(ConfigDocument.parse("x", "{}"), DOCUMENT);
        PlannedChange planned = plan.changes().get(0);
        return Map.ofEntries(
                entry(Change.class, planned.change()),
                entry(ConfigDiff.class, new ConfigDiff(List.of())),
                entry(PlannedChange.class, planned),
                entry(ReloadAction.class, ReloadAction.parse("restart-cron")),
                entry(ReloadAction[].class, new ReloadAction[] {ReloadAction.parse("restart-cron")}),
                entry(ActionTemplate.class, ActionTemplate.of(ReloadAction.parse("restart-cron"))),
                entry(ReloadPlan.class, plan),
                entry(PlanLayout.class, PlanLayout.standard()),
                entry(Predicate.class, (Predicate<Object>) any -> true),
                entry(ReloadRule.class, ReloadRule.restart("a")),
                entry(RuleTable.class, RuleTable.defaults()),
                entry(RuleTable.Builder.class, RuleTable.builder()),
                entry(ReloadContext.class, ReloadContext.of(plan, ActionScope.everything(), deadline())),
                entry(ActionScope.class, ActionScope.everything()),
                entry(Participant.class, unused(ReloadParticipant.class)),
                entry(Deadline.class, deadline()));
    }

    private static Deadline deadline() {
        return Deadline.after(Duration.ofSeconds(1), () -> 0);
    }

    private static Map<Class<?>, Object> ofLeases() {
        LeaseFactory leases = LeaseFactory.of(RUNTIME);
        Leased<?> leased = leases.create("leased", () -> {});
        Reloadable.Named reloadable = Reloadable.builder("part", ReloadAction.RESTART_CRON);
        return Map.ofEntries(
                entry(LeaseFactory.class, leases),
                entry(LeaseSource.class, leased),
                entry(Leased.class, leased),
                entry(Lease.class, leased.acquire()),
                entry(LeasePhase.class, LeasePhase.IN_SERVICE),
                entry(LeaseStatus.class, leased.status()),
                entry(LeaseHolder.class, new LeaseHolder("holder", Duration.ZERO, List.of())),
                entry(ResourceCloser.class, (ResourceCloser<?>) resource -> {}),
                entry(SectionReader.class, unused(SectionReader.class)),
                entry(ResourceOpener.class, unused(ResourceOpener.class)),
                entry(ResourceCheck.class, unused(ResourceCheck.class)),
                entry(Reloadable.Named.class, reloadable),
                entry(Reloadable.Read.class, reloadable.read((document, problems) -> "a")),
                entry(
                        Reloadable.Builder.class,
                        reloadable.read((document, problems) -> "a").open(text -> text)),
                entry(DrainPolicy.class, DrainPolicy.keep(Duration.ofSeconds(1))),
                entry(RetiredResources.class, RetiredResources.create(leases)));
    }

    private static Map<Class<?>, Object> ofSources() {
        EnvironmentResolver environment = EnvironmentResolver.of(name -> null);
        FileConfigSource file = FileConfigSource.of(Path.of("config.json"), environment);
        ChangeHandler handler = unused(ChangeHandler.class);
        ConfigWatcher.Builder watcher = ConfigWatcher.builder(file, RUNTIME, handler);
        return Map.ofEntries(
                entry(EnvironmentResolver.class, environment),
                entry(FileConfigSource.class, file),
                entry(FileConfigSource.Builder.class, FileConfigSource.builder(Path.of("config.json"), environment)),
                entry(ConfigSource.class, file),
                entry(WatchableSource.class, file),
                entry(ChangeHandler.class, handler),
                entry(DocumentFormat.class, unused(DocumentFormat.class)),
                entry(ConfigWatcher.Builder.class, watcher),
                entry(ConfigWatcher.class, watcher.build()),
                entry(SourceHash.class, SourceHash.of(new byte[] {1})),
                entry(SourceHash.Builder.class, SourceHash.builder()),
                entry(SourceSnapshot.class, SourceSnapshot.complete(SourceHash.of(new byte[] {1}))),
                entry(WatchSettings.class, WatchSettings.standard()),
                entry(WatchSettings.Backoff.class, WatchSettings.standard().backoff()));
    }
}
