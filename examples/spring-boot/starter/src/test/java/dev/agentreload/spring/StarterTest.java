// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.AgentFactory;
import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.ProvidedAgentFactory;
import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.agents.session.SessionLanes;
import dev.agentreload.agents.session.SessionStore;
import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadFailedException;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.apply.ReloaderState;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.Strictness;
import dev.agentreload.core.participant.Reloadable;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadRule;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.core.source.ConfigWatcher;
import dev.agentreload.models.ModelCatalog;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.ModelsPolicy;
import dev.agentreload.models.provider.ProviderFactory;
import dev.agentreload.models.provider.ProviderPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

class StarterTest {

    private static final String AGENTS = """
            models: {providers: {openai: {apiKey: "${OPENAI_KEY}", models: [{id: gpt-5}, {id: gpt-5.4}]}}}
            agents:
              list:
                - {id: ada, model: &small openai/gpt-5}   # an anchor
                - {id: bob, model: *small}
            limits: {perMinute: 3}
            """;

    @TempDir
    private Path directory;

    private Path file = Path.of("agents.yaml");
    private ApplicationContextRunner runner = new ApplicationContextRunner();

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("agents.yaml"), AGENTS);
        runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AgentReloadSourceAutoConfiguration.class,
                        AgentReloadAutoConfiguration.class,
                        AgentReloadEndpointAutoConfiguration.class,
                        AgentReloadHealthAutoConfiguration.class,
                        AgentReloadMetricsAutoConfiguration.class))
                .withUserConfiguration(Host.class)
                .withPropertyValues(
                        "agent-reload.config=" + file,
                        "agent-reload.ignored-actions=restart-heartbeat",
                        "OPENAI_KEY=sk-of-the-environment");
    }

    @Test
    void context_factoryAndFile_hasAgentsInForce() {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(AgentRegistry.class).snapshot().defaultAgent())
                    .isEqualTo("ada on openai/gpt-5");
            assertThat(context).hasSingleBean(ConfigWatcher.class).hasSingleBean(SessionLanes.class);
            assertThat(context).doesNotHaveBean(ProviderPool.class).doesNotHaveBean(SessionStore.class);
        });
    }

    @Test
    void context_fileEdited_watcherReloadsAndPublishesTheDecision() {
        runner.withPropertyValues("agent-reload.watch.poll-interval=20ms", "agent-reload.watch.debounce=20ms")
                .run(context -> {
                    Files.writeString(file, AGENTS.replace("&small openai/gpt-5", "&small openai/gpt-5.4"));

                    BlockingQueue<ReloadDecidedEvent> decided = context.getBean(Host.class).decided;
                    assertThat(next(decided).result().summary()).isEqualTo("applied revision 1: started");
                    ReloadResult result = next(decided).result();
                    while (result instanceof ReloadResult.Unchanged) {
                        result = next(decided).result(); // the watcher's first poll may come before the edit
                    }
                    assertThat(result.kind()).isEqualTo(ReloadResult.Kind.APPLIED);
                    assertThat(context.getBean(AgentRegistry.class).snapshot().defaultAgent())
                            .isEqualTo("ada on openai/gpt-5.4");
                });
    }

    private static HistoryEntry next(BlockingQueue<ReloadDecidedEvent> decided) throws InterruptedException {
        ReloadDecidedEvent event = decided.poll(20, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event.entry();
    }

    @Test
    void context_fileIsBad_failsWithEveryProblem() throws IOException {
        Files.writeString(file, "agents: {list: [{id: ada, model: nobody/x}, {id: ada}]}");

        runner.run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure())
                    .cause()
                    .isInstanceOfSatisfying(ReloadFailedException.class, failure -> {
                        String description = requireNonNull(new StartFailureAnalyzer().analyze(failure))
                                .getDescription();
                        assertThat(description)
                                .contains("unknown provider [nobody]", "agents.yaml:1:34", "agents.list[id=ada#2]");
                    });
        });
    }

    @Test
    void context_disabled_hasNoBeans() {
        runner.withPropertyValues("agent-reload.enabled=false").run(context -> {
            assertThat(context).doesNotHaveBean(Reloader.class).doesNotHaveBean(HostRuntime.class);
            assertThat(context).doesNotHaveBean(AgentReloadHealthIndicator.class);
        });
    }

    @Test
    void context_withoutActuatorHealthAndMicrometer_starts() {
        runner.withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.actuate", "org.springframework.boot.health", "io.micrometer"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(Reloader.class)
                        .doesNotHaveBean("agentReloadMeters"));
    }

    @Test
    void context_hostsBeans_areTaken() {
        runner.withUserConfiguration(Replacements.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBeanNamesForType(HostRuntime.class)).containsExactly("hostRuntime");
            assertThat(context.getBeanNamesForType(RuleTable.class)).containsExactly("hostRules");
            assertThat(context.getBeanNamesForType(ModelCatalog.class)).containsExactly("hostCatalog");
            assertThat(context.getBeanNamesForType(AgentsPolicy.class)).containsExactly("hostPolicy");
            assertThat(context.getBeanNamesForType(SessionLanes.class)).containsExactly("hostLanes");
            assertThat(context.getBeanNamesForType(ConfigSource.class)).containsExactly("hostSource");
            assertThat(context.getBeanNamesForType(AgentRegistry.class)).containsExactly("hostRegistry");
            assertThat(context).doesNotHaveBean("agentReloadExecutor").doesNotHaveBean(ConfigWatcher.class);
        });
    }

    @Test
    void context_policyOfTheHost_holdsForSourceRegistryAndCatalog() throws IOException {
        AgentsPolicy policy = AgentsPolicy.of(
                ModelsPolicy.standard().withStrictness(Strictness.STRICT).withKnownProviders(List.of("local")));
        runner.withBean(AgentsPolicy.class, () -> policy).run(context -> {
            assertThat(context.getBean(AgentRegistry.class).policy()).isEqualTo(policy);
            assertThat(context.getBean(ModelCatalog.class).config().policy()).isEqualTo(policy.models());
        });

        Files.writeString(file, AGENTS + "limits: {perMinute: 4}\n");
        runner.withBean(AgentsPolicy.class, () -> policy)
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("limits"));
    }

    @Test
    void context_reloadableOfTheHost_takesPart() throws IOException {
        runner.withUserConfiguration(Limits.class)
                .withPropertyValues("agent-reload.watch.enabled=false")
                .run(context -> {
                    Reloadable<?> limits = context.getBean(Reloadable.class);
                    assertThat(limits.current()).isEqualTo(3);

                    Files.writeString(file, AGENTS.replace("perMinute: 3", "perMinute: 5"));
                    ReloadResult result = context.getBean(Reloader.class)
                            .reload(
                                    ReloadRequest.manual(context.getBean(ConfigSource.class), "test"),
                                    Duration.ofSeconds(20));

                    assertThat(result.kind()).isEqualTo(ReloadResult.Kind.APPLIED);
                    assertThat(limits.current()).isEqualTo(5);
                });
    }

    @Test
    void context_providerFactory_hasPoolWithTheKeyOfTheEnvironment() {
        runner.withUserConfiguration(Providers.class)
                .withPropertyValues("host.agents=provided")
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(ProviderPool.class);
                    assertThat(context.getBean(AgentRegistry.class).snapshot().defaultAgent())
                            .isEqualTo("ada with sk-of-the-environment");
                });
    }

    @Test
    void context_section_readsItAloneAndItsProblemsHaveThePathInTheFile() throws IOException {
        Files.writeString(
                file, "chat:\n  agents-host:\n    " + AGENTS.replace("\n", "\n    ") + "\nother: {agents: 5}\n");
        ApplicationContextRunner section = runner.withPropertyValues("agent-reload.section=chat.agents-host");

        section.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(AgentRegistry.class).snapshot().defaultAgent())
                    .isEqualTo("ada on openai/gpt-5");

            Files.writeString(file, "chat: {agents-host: {agents: {list: [{id: ada, model: nobody/x}]}}}");
            ReloadResult result = context.getBean(Reloader.class)
                    .reload(ReloadRequest.manual(context.getBean(ConfigSource.class), "test"));
            assertThat(result.summary())
                    .contains("unknown provider [nobody]", "at chat.agents-host.agents.list[id=ada].model");
        });
        runner.withPropertyValues("agent-reload.section=chat.other")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void context_prefix_readsThePropertiesOfTheApplication() {
        runner.withPropertyValues(
                        "agent-reload.prefix=bots",
                        "bots.models.providers.openai.models[0].id=gpt-5",
                        "bots.models.providers.openai.apiKey=${OPENAI_KEY}",
                        "bots.agents.list[0].id=bob",
                        "bots.agents.list[0].model=openai/gpt-5")
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean(ConfigWatcher.class);
                    assertThat(context.getBean(AgentRegistry.class).snapshot().defaultAgent())
                            .isEqualTo("bob on openai/gpt-5");
                });
    }

    @Test
    void context_asyncExecutor_isStillBoots() {
        runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
                .run(context -> assertThat(context).hasBean("applicationTaskExecutor"));
    }

    @Test
    void context_sessionDirectory_hasASessionStore() {
        runner.withPropertyValues("agent-reload.sessions.directory=" + directory.resolve("sessions"))
                .run(context -> assertThat(context).hasSingleBean(SessionStore.class));
    }

    @Test
    void context_closed_closesTheReloader() {
        Reloader[] closed = new Reloader[1];
        runner.run(context -> closed[0] = context.getBean(Reloader.class));

        assertThat(closed[0].view().status().state()).isEqualTo(ReloaderState.CLOSED);
    }

    /** A name that no class has is ignored in silence, and so is the order that it asks for. */
    @Test
    void autoConfigurations_namesInStrings_areClassesOfBoot() throws Exception {
        for (String name :
                ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())) {
            if (name.startsWith("dev.agentreload.")) {
                AutoConfiguration order =
                        requireNonNull(Class.forName(name).getAnnotation(AutoConfiguration.class), name);
                for (String other : order.beforeName()) {
                    assertThat(Class.forName(other).getAnnotation(AutoConfiguration.class))
                            .as(other)
                            .isNotNull();
                }
                assertThat(order.afterName()).isEmpty();
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Host {
        private final BlockingQueue<ReloadDecidedEvent> decided = new LinkedBlockingQueue<>();

        @Bean
        @ConditionalOnProperty(name = "host.agents", havingValue = "plain", matchIfMissing = true)
        AgentFactory<String> factory() {
            return agent -> agent.id() + " on " + agent.model().ref();
        }

        @EventListener
        void decided(ReloadDecidedEvent event) {
            decided.add(event);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Limits {

        @Bean
        RuleTable rules() {
            return RuleTable.defaults().toBuilder()
                    .add(ReloadRule.hot("limits", new ReloadAction.HostAction("reload-limits")))
                    .build();
        }

        @Bean
        Reloadable<Integer> limits(HostRuntime runtime) {
            return Reloadable.builder("limits", new ReloadAction.HostAction("reload-limits"))
                    .read((document, problems) ->
                            document.bind("limits.perMinute", Integer.class).orThrow())
                    .build(runtime);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Providers {

        @Bean
        ProviderFactory<String> providers() {
            return definition -> definition.credential().orElseThrow().value();
        }

        @Bean
        ProvidedAgentFactory<String, String> provided() {
            return (agent, providers) ->
                    agent.id() + " with " + providers.provider(agent.model().target(0));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Replacements {

        @Bean(destroyMethod = "shutdown")
        ScheduledExecutorService hostTimer() {
            return Executors.newSingleThreadScheduledExecutor();
        }

        @Bean
        HostRuntime hostRuntime(ScheduledExecutorService timer) {
            return HostRuntime.of(Runnable::run, timer);
        }

        @Bean
        RuleTable hostRules() {
            return RuleTable.defaults();
        }

        @Bean
        AgentsPolicy hostPolicy() {
            return AgentsPolicy.standard();
        }

        @Bean
        ModelCatalog hostCatalog(HostRuntime runtime) {
            return ModelCatalog.builder(runtime).build(ModelsConfig.empty(ModelsPolicy.standard()));
        }

        @Bean
        SessionLanes hostLanes(HostRuntime runtime) {
            return SessionLanes.create(runtime);
        }

        @Bean
        ConfigSource hostSource() {
            return ConfigSource.of(
                    "host",
                    () -> ConfigReader.standard().read("host", "{agents: {list: [{id: 'ada', model: 'openai/x'}]}}"));
        }

        @Bean(destroyMethod = "")
        AgentRegistry<String> hostRegistry(HostRuntime runtime) {
            return AgentRegistry.create(agent -> agent.id().toString(), runtime);
        }
    }
}
