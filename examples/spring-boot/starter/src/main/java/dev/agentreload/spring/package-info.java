// SPDX-License-Identifier: Apache-2.0
/**
 * Auto-configuration for Spring Boot 4. A host adds the starter, an {@code agents.yaml} and a bean of {@link
 * dev.agentreload.agents.AgentFactory}, and has a reloader that starts before the web server and stops after it.
 *
 * <p>The entry types are {@link dev.agentreload.spring.AgentReloadProperties} and {@link
 * dev.agentreload.spring.AgentReloadAutoConfiguration}. Hosts may implement {@link dev.agentreload.spring.ReloaderCustomizer} and
 * listen to {@link dev.agentreload.spring.ReloadDecidedEvent}.
 */
@NullMarked
package dev.agentreload.spring;

import org.jspecify.annotations.NullMarked;
