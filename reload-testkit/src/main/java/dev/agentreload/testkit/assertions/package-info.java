// SPDX-License-Identifier: Apache-2.0
/** Assertions over plans, results, status, history, registries and rule tables; start at {@link dev.agentreload.testkit.assertions.ReloadAssertions}. */
@NullMarked
package dev.agentreload.testkit.assertions;

import org.jspecify.annotations.NullMarked;
