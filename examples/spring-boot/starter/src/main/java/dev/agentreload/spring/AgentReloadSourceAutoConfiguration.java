// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.core.source.EnvironmentResolver;
import dev.agentreload.core.source.FileConfigSource;
import dev.agentreload.models.ModelsPolicy;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Auto-configures where the configuration comes from, and the policy under which it is read. */
@AutoConfiguration
@ConditionalOnProperty(prefix = "agent-reload", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(AgentReloadProperties.class)
public final class AgentReloadSourceAutoConfiguration {

    /** Resolves placeholders through Spring's environment, so that profiles, config data and vaults count. */
    @Bean
    @ConditionalOnMissingBean
    EnvironmentResolver agentReloadResolver(Environment environment, AgentReloadProperties properties) {
        return EnvironmentResolver.of(environment::getProperty).withPublicNames(properties.publicNames());
    }

    /** The strictness of a host's own policy holds for the source too. */
    @Bean
    @ConditionalOnMissingBean
    AgentsPolicy agentReloadPolicy(AgentReloadProperties properties) {
        return AgentsPolicy.of(ModelsPolicy.standard().withStrictness(properties.strictness()));
    }

    /** Reads the properties below a prefix, if one is set. */
    @Bean
    @ConditionalOnMissingBean(ConfigSource.class)
    @ConditionalOnProperty(prefix = "agent-reload", name = "prefix")
    PropertiesConfigSource agentReloadPropertiesSource(
            ConfigurableEnvironment environment,
            AgentReloadProperties properties,
            AgentsPolicy policy,
            EnvironmentResolver resolver) {
        ConfigReader reader = ConfigReader.builder()
                .strictness(policy.strictness())
                .placeholders(resolver)
                .build();
        return new PropertiesConfigSource(environment, String.valueOf(properties.prefix()), reader);
    }

    /** Reads the configuration file, or a section of it. */
    @Bean
    @ConditionalOnMissingBean(ConfigSource.class)
    FileConfigSource agentReloadFileSource(
            AgentReloadProperties properties, AgentsPolicy policy, EnvironmentResolver resolver) {
        String section = properties.section();
        return FileConfigSource.builder(properties.config(), resolver)
                .section(section == null ? ConfigPath.root() : ConfigPath.parse(section))
                .reader(ConfigReader.builder().strictness(policy.strictness()).build())
                .build();
    }
}
