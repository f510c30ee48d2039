// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import static java.util.Objects.requireNonNull;

import dev.agentreload.agents.AgentFactory;
import dev.agentreload.agents.AgentProbe;
import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.ProvidedAgentFactory;
import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.agents.session.FileSessionStore;
import dev.agentreload.agents.session.SessionLanes;
import dev.agentreload.agents.session.SessionStore;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.participant.Participant;
import dev.agentreload.core.participant.Reloadable;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.core.source.ConfigWatcher;
import dev.agentreload.core.source.WatchSettings;
import dev.agentreload.core.source.WatchableSource;
import dev.agentreload.models.ModelCatalog;
import dev.agentreload.models.ModelSource;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.provider.ProviderFactory;
import dev.agentreload.models.provider.ProviderPool;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Auto-configures runtime, registry, catalog, reloader, watcher and lifecycle. Each bean backs off when the host defines its own.
 * Every bean of {@link Participant} and {@link Reloadable} takes part.
 */
@AutoConfiguration(after = AgentReloadSourceAutoConfiguration.class)
@ConditionalOnProperty(prefix = "agent-reload", name = "enabled", matchIfMissing = true)
public final class AgentReloadAutoConfiguration {

    /** No candidate by default: otherwise Boot's own executor for {@code @Async} would back off. */
    @Bean(defaultCandidate = false, destroyMethod = "shutdown")
    @ConditionalOnMissingBean(HostRuntime.class)
    ExecutorService agentReloadExecutor() {
        return Executors.newCachedThreadPool(new CustomizableThreadFactory("agent-reload-"));
    }

    @Bean(defaultCandidate = false, destroyMethod = "shutdown")
    @ConditionalOnMissingBean(HostRuntime.class)
    ScheduledExecutorService agentReloadScheduler() {
        return Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("agent-reload-timer-"));
    }

    @Bean
    @ConditionalOnMissingBean
    HostRuntime agentReloadRuntime(
            @Qualifier("agentReloadExecutor") ExecutorService executor,
            @Qualifier("agentReloadScheduler") ScheduledExecutorService scheduler) {
        return HostRuntime.of(executor, scheduler);
    }

    @Bean
    @ConditionalOnMissingBean
    RuleTable agentReloadRules() {
        return RuleTable.defaults();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(ProviderFactory.class)
    <P> ProviderPool<P> agentReloadProviderPool(ProviderFactory<P> factory, HostRuntime runtime) {
        return ProviderPool.builder(factory, runtime).build();
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean(AgentRegistry.class)
    @ConditionalOnBean(AgentFactory.class)
    <A> AgentRegistry<A> agentRegistry(
            AgentFactory<A> factory, HostRuntime runtime, AgentsPolicy policy, ObjectProvider<AgentProbe<A>> probe) {
        AgentRegistry.Builder<A> builder =
                AgentRegistry.builder(factory, runtime).policy(policy);
        probe.ifAvailable(builder::probe);
        return builder.build();
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean(AgentRegistry.class)
    @ConditionalOnBean(ProvidedAgentFactory.class)
    <A, P> AgentRegistry<A> agentRegistryWithProviders(
            ProviderPool<P> pool,
            ProvidedAgentFactory<A, P> factory,
            HostRuntime runtime,
            AgentsPolicy policy,
            ObjectProvider<AgentProbe<A>> probe) {
        AgentRegistry.Builder<A> builder =
                AgentRegistry.builder(pool, factory, runtime).policy(policy);
        probe.ifAvailable(builder::probe);
        return builder.build();
    }

    @Bean
    @ConditionalOnMissingBean
    ModelCatalog agentReloadCatalog(HostRuntime runtime, AgentsPolicy policy, ObjectProvider<ModelSource> sources) {
        return ModelCatalog.builder(runtime)
                .sources(sources.orderedStream().toList())
                .build(ModelsConfig.empty(policy.models()));
    }

    @Bean
    @ConditionalOnMissingBean
    SessionLanes agentReloadSessionLanes(HostRuntime runtime) {
        return SessionLanes.create(runtime);
    }

    @Bean
    @ConditionalOnMissingBean(SessionStore.class)
    @ConditionalOnProperty(prefix = "agent-reload.sessions", name = "directory")
    FileSessionStore agentReloadSessionStore(AgentReloadProperties properties) {
        return FileSessionStore.create(requireNonNull(properties.sessions().directory()));
    }

    /** Closed by the lifecycle, with a deadline, before any bean is destroyed. */
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    Reloader agentReloader(
            HostRuntime runtime, AgentReloadProperties properties, RuleTable rules, ReloaderParts parts) {
        return parts.assemble(Reloader.builder(runtime).rules(rules), properties);
    }

    @Bean
    ReloaderParts agentReloadParts(
            ModelCatalog catalog,
            ObjectProvider<AgentRegistry<?>> registries,
            ObjectProvider<Reloadable<?>> reloadables,
            ObjectProvider<Participant> participants,
            ObjectProvider<ReloaderCustomizer> customizers) {
        Stream<Participant> own = Stream.concat(
                Stream.of(catalog.participant()), registries.orderedStream().map(AgentRegistry::participant));
        Stream<Participant> hosts =
                Stream.concat(reloadables.orderedStream().map(Reloadable::participant), participants.orderedStream());
        return new ReloaderParts(
                Stream.concat(own, hosts).toList(), customizers.orderedStream().toList());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(WatchableSource.class)
    @ConditionalOnProperty(prefix = "agent-reload.watch", name = "enabled", matchIfMissing = true)
    ConfigWatcher agentReloadWatcher(
            WatchableSource source, HostRuntime runtime, Reloader reloader, AgentReloadProperties properties) {
        WatchSettings settings = WatchSettings.standard()
                .withPollInterval(properties.watch().pollInterval())
                .withDebounce(properties.watch().debounce());
        return ConfigWatcher.builder(source, runtime, reloader.changeHandler("watcher", runtime.executor()))
                .settings(settings)
                .build();
    }

    @Bean
    @ConditionalOnMissingBean
    AgentReloadLifecycle agentReloadLifecycle(
            Reloader reloader,
            ConfigSource source,
            ObjectProvider<ConfigWatcher> watcher,
            AgentReloadProperties properties,
            ApplicationEventPublisher events) {
        reloader.view().subscribe("events", entry -> events.publishEvent(new ReloadDecidedEvent(entry)));
        return new AgentReloadLifecycle(reloader, source, watcher.getIfAvailable(), properties.shutdownTimeout());
    }
}
