// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.schedule;

import dev.agentreload.examples.gateway.chat.Message;

/**
 * A message that an agent receives again and again.
 *
 * @param id identifies it in its schedule
 * @param rhythm when it is sent
 * @param message the text of the message
 */
public record Job(String id, Rhythm rhythm, Message message) {}
