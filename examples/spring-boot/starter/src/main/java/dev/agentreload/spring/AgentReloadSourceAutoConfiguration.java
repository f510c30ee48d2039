// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.core.source.EnvironmentResolver;
import dev.agentreload.core.source.FileConfigSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Auto-configures where the configuration comes from. */
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

    /** Reads the properties below a prefix, if one is set. */
    @Bean
    @ConditionalOnMissingBean(ConfigSource.class)
    @ConditionalOnProperty(prefix = "agent-reload", name = "prefix")
    PropertiesConfigSource agentReloadPropertiesSource(
            ConfigurableEnvironment environment, AgentReloadProperties properties, EnvironmentResolver resolver) {
        ConfigReader reader = ConfigReader.builder()
                .strictness(properties.strictness())
                .placeholders(resolver)
                .build();
        return new PropertiesConfigSource(environment, String.valueOf(properties.prefix()), reader);
    }

    /** Reads the configuration file, or a section of it. */
    @Bean
    @ConditionalOnMissingBean(ConfigSource.class)
    FileConfigSource agentReloadFileSource(AgentReloadProperties properties, EnvironmentResolver resolver) {
        String section = properties.section();
        return FileConfigSource.builder(properties.config(), resolver)
                .section(section == null ? ConfigPath.root() : ConfigPath.parse(section))
                .reader(ConfigReader.builder()
                        .strictness(properties.strictness())
                        .build())
                .build();
    }
}
