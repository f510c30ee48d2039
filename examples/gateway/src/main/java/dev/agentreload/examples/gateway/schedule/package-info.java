// SPDX-License-Identifier: Apache-2.0
/**
 * What agents receive again and again: the jobs of {@code cron}, and heartbeats.
 *
 * <p>{@link dev.agentreload.examples.gateway.schedule.Schedule} is a participant of reloads that never waits for a job that runs: the
 * jobs are replaced, their timers stay where their rhythm does, and no job runs twice at a time. A rhythm is an interval such as
 * {@code "every": "30s"}, or a cron expression with a time zone.
 */
@NullMarked
package dev.agentreload.examples.gateway.schedule;

import org.jspecify.annotations.NullMarked;
