// SPDX-License-Identifier: Apache-2.0
/**
 * What an operator sees of the gateway and does to its configuration, for the HTTP channel and the console in the browser.
 *
 * <p>The entry type is {@link dev.agentreload.examples.gateway.admin.ConfigDesk}.
 */
@NullMarked
package dev.agentreload.examples.gateway.admin;

import org.jspecify.annotations.NullMarked;
