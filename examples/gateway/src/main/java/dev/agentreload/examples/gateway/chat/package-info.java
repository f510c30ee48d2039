// SPDX-License-Identifier: Apache-2.0
/**
 * What happens to a message: it is a command, or an agent answers it.
 *
 * <p>The entry types are {@link dev.agentreload.examples.gateway.chat.Chat}, for what people write, and
 * {@link dev.agentreload.examples.gateway.chat.Conversations}, for what the host itself wants answered.
 */
@NullMarked
package dev.agentreload.examples.gateway.chat;

import org.jspecify.annotations.NullMarked;
