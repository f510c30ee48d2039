// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.apply.ReloadStatus;
import dev.agentreload.core.apply.ReloadView;
import dev.agentreload.core.apply.ReloaderState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Reports whether agents can answer. Before the start and after the end they are out of service. They are down if the reloader is
 * not {@linkplain ReloadStatus#isHealthy healthy}: a participant could not be restored, or a call of host code has timed out and not
 * returned. Otherwise they are up, also after an edit was refused: the configuration in force serves on, and a bad file must not
 * take every replica out of traffic. The details name the refusal, and a hold after a rollback. Does no I/O. <em>Safe for use by
 * multiple threads.</em>
 */
public final class AgentReloadHealthIndicator implements HealthIndicator {

    private final ReloadView view;

    /** Creates the indicator. */
    public AgentReloadHealthIndicator(ReloadView view) {
        this.view = requireNonNull(view, "view");
    }

    @Override
    public Health health() {
        ReloadStatus status = view.status();
        Health.Builder health = builder(status);
        status.effective()
                .ifPresent(
                        document -> document.revision().ifPresent(revision -> health.withDetail("revision", revision)));
        health.withDetail("pendingPaths", status.pendingRestart().size())
                .withDetail("sourceDiffers", status.sourceDiffers());
        view.hold().ifPresent(hold -> health.withDetail("held", "since " + hold.since() + " by " + hold.actor()));
        status.lastResult()
                .filter(entry -> !entry.result().isInEffect())
                .ifPresent(entry -> health.withDetail("refused", entry.result().summary()));
        return health.build();
    }

    private static Health.Builder builder(ReloadStatus status) {
        if (status.state() != ReloaderState.RUNNING) {
            return Health.outOfService();
        }
        return status.isHealthy()
                ? Health.up()
                : Health.down()
                        .withDetail("degraded", status.degraded())
                        .withDetail(
                                "timedOutCalls",
                                status.timedOutCalls().stream()
                                        .map(call -> call.phase() + " of " + call.participant())
                                        .toList());
    }
}
