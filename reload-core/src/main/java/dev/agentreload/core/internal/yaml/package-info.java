// SPDX-License-Identifier: Apache-2.0
/** Reads YAML through the events of SnakeYAML, an optional dependency: no other package uses it. */
@NullMarked
package dev.agentreload.core.internal.yaml;

import org.jspecify.annotations.NullMarked;
