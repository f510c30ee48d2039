// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP channel and the webhooks it serves. Both are built beside the old: a new port is bound before the old one is left, and
 * what the old server answers it ends.
 */
@NullMarked
package dev.agentreload.examples.gateway.channel;

import org.jspecify.annotations.NullMarked;
