// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.micrometer.ReloadMeters;
import dev.agentreload.models.provider.ProviderPool;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configures the meters. Boot binds them to every registry, so there is no order to get wrong. */
@AutoConfiguration(after = AgentReloadAutoConfiguration.class)
@ConditionalOnClass({MeterBinder.class, ReloadMeters.class})
@ConditionalOnBean(Reloader.class)
public final class AgentReloadMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ReloadMeters agentReloadMeters(
            Reloader reloader, ObjectProvider<AgentRegistry<?>> registry, ObjectProvider<ProviderPool<?>> pool) {
        ReloadMeters.Builder builder = ReloadMeters.builder(reloader.view());
        registry.ifUnique(builder::agents);
        pool.ifUnique(builder::providers);
        return builder.build();
    }
}
