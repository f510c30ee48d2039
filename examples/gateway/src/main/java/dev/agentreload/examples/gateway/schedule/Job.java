package dev.agentreload.examples.gateway.schedule;

import dev.agentreload.examples.gateway.chat.Message;
import java.time.Duration;

/**
 * A message that an agent receives again and again.
 *
 * @param id identifies it in its schedule
 * @param every how long after one run has ended the next one begins
 * @param message the text of the message
 */
public record Job(String id, Duration every, Message message) {}
