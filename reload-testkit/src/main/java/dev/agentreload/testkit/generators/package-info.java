// SPDX-License-Identifier: Apache-2.0
/**
 * Generates configurations and edits of them, for property tests with jqwik.
 *
 * <p>The entry type is {@link dev.agentreload.testkit.generators.ConfigArbitraries}; a test that names
 * {@link dev.agentreload.testkit.generators.ConfigDomain} takes documents and edits as parameters. Needs jqwik on the test's
 * class path, which the kit does not bring along.
 */
@NullMarked
package dev.agentreload.testkit.generators;

import org.jspecify.annotations.NullMarked;
