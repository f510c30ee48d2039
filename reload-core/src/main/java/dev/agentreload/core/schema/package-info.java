// SPDX-License-Identifier: Apache-2.0
/**
 * Says what a configuration may hold and what a change of it does: {@link dev.agentreload.core.schema.ConfigSchema} makes a JSON
 * Schema and a reference page of the {@linkplain dev.agentreload.core.bind.SectionKeys keys} that readers declare and the
 * {@linkplain dev.agentreload.core.plan.RuleTable rules} of a host.
 *
 * <p>Everything here is pure.
 */
@NullMarked
package dev.agentreload.core.schema;

import org.jspecify.annotations.NullMarked;
