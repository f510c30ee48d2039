/**
 * What agents receive again and again: the jobs of {@code cron}, and heartbeats.
 *
 * <p>{@link dev.agentreload.examples.gateway.schedule.Schedule} is an exclusive participant of reloads, since no job may run
 * twice. Its rhythm is an interval such as {@code "every": "30s"}; cron expressions are out of scope here.
 */
@NullMarked
package dev.agentreload.examples.gateway.schedule;

import org.jspecify.annotations.NullMarked;
