// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.core.source.EnvironmentResolver;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configures the endpoint, if the host exposes it. */
@AutoConfiguration(after = AgentReloadAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(Reloader.class)
public final class AgentReloadEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    AgentReloadEndpoint agentReloadEndpoint(
            Reloader reloader,
            ConfigSource source,
            EnvironmentResolver resolver,
            @Value("${management.endpoint.agentreload.show-values:never}") Show showValues) {
        return new AgentReloadEndpoint(
                reloader, source, ConfigReader.builder().placeholders(resolver).build(), new EndpointText(showValues));
    }
}
