// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import dev.agentreload.core.apply.Reloader;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Auto-configures the health indicator, component {@code agentReload}. */
@AutoConfiguration(
        after = AgentReloadAutoConfiguration.class,
        beforeName =
                "org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration")
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(Reloader.class)
public final class AgentReloadHealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnEnabledHealthIndicator("agentreload")
    AgentReloadHealthIndicator agentReloadHealthIndicator(Reloader reloader) {
        return new AgentReloadHealthIndicator(reloader.view());
    }
}
