package dev.agentreload.examples.gateway;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.apply.ReloadStatus;
import dev.agentreload.core.apply.ReloadView;
import dev.agentreload.examples.gateway.config.LastKnownGood;
import java.util.Map;

/**
 * Where the gateway stands, for programs.
 *
 * @param reloads reports on the configuration
 * @param copies reports on the last configuration that worked
 */
record StatusReport(ReloadView reloads, LastKnownGood copies) {

    /** Returns revision and content of the configuration in force, what waits for a restart, and how the last reload ended. */
    Map<String, ?> toMap() {
        ReloadStatus status = reloads.status();
        ImmutableMap.Builder<String, Object> map = ImmutableMap.builder();
        status.effective().ifPresent(effective -> {
            map.put("revision", effective.revision().orElse(0));
            map.put("content", effective.contentId());
        });
        map.put("pending", status.pendingRestart());
        status.lastResult().ifPresent(last -> map.put("last", last.result().summary()));
        copies.problem().ifPresent(problem -> map.put("lastKnownGood", problem));
        return map.buildOrThrow();
    }
}
