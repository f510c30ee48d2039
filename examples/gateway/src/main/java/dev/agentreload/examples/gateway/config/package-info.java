// SPDX-License-Identifier: Apache-2.0
/** What the host does with its configuration file besides reloading it. */
@NullMarked
package dev.agentreload.examples.gateway.config;

import org.jspecify.annotations.NullMarked;
