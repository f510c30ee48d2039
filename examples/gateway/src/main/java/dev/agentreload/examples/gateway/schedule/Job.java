package dev.agentreload.examples.gateway.schedule;

import dev.agentreload.examples.gateway.chat.Message;
import java.time.Duration;

/**
 * What an agent is told again and again.
 *
 * @param id tells it from the other jobs of its schedule
 * @param every how long after one run has ended the next one begins
 * @param message what it is told
 */
public record Job(String id, Duration every, Message message) {}
