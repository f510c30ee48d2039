// SPDX-License-Identifier: Apache-2.0
/**
 * The agents of a configuration: {@link dev.agentreload.agents.config.AgentsConfig} reads a document into definitions after
 * inheritance from {@code agents.defaults}, or into all problems.
 */
@NullMarked
package dev.agentreload.agents.config;

import org.jspecify.annotations.NullMarked;
