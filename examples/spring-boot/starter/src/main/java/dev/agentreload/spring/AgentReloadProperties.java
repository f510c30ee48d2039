// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import dev.agentreload.core.apply.ReloadMode;
import dev.agentreload.core.config.Strictness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the starter. <em>Immutable.</em>
 *
 * @param enabled Whether agents are loaded and reloaded at all.
 * @param config File with the configuration of the agents, JSON or YAML by its name.
 * @param section Section of the file that holds the configuration, such as chat.agents-host. Without it that is the whole file.
 * @param prefix Prefix of the application's properties that hold the configuration of the agents, in place of a file. It cannot be
 *     watched.
 * @param strictness What an unknown key is: a warning if lenient, an error if strict.
 * @param mode Mode of automatic reloads. Without it each document says its own in gateway.reload.mode.
 * @param ignoredActions Actions that need nothing done in this host, so that their paths need no restart.
 * @param publicNames Placeholders whose values may be shown. All others are secret.
 * @param historySize Number of decisions to keep, of those that were applied and of the others.
 * @param shutdownTimeout Time that open turns have to end when the application stops. Keep it below
 *     spring.lifecycle.timeout-per-shutdown-phase.
 * @param watch How the configuration file is watched.
 * @param drain What happens to resources that stay in use after a reload.
 * @param sessions Where histories of conversations are kept.
 */
@ConfigurationProperties("agent-reload")
public record AgentReloadProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("agents.yaml") Path config,
        @Nullable String section,
        @Nullable String prefix,
        @DefaultValue("lenient") Strictness strictness,
        @Nullable ReloadMode mode,
        @DefaultValue("restart-heartbeat") List<String> ignoredActions,
        @DefaultValue({}) List<String> publicNames,
        @DefaultValue("20") int historySize,
        @DefaultValue("10s") Duration shutdownTimeout,
        @DefaultValue Watch watch,
        @DefaultValue Drain drain,
        @DefaultValue Sessions sessions) {

    /**
     * How the configuration file is watched.
     *
     * @param enabled Whether a change of the file starts a reload.
     * @param pollInterval Time between two polls of the file.
     * @param debounce Time for which a file must stay the same before it is read.
     */
    public record Watch(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("1s") Duration pollInterval,
            @DefaultValue("300ms") Duration debounce) {}

    /**
     * What happens to resources that stay in use after a reload.
     *
     * @param deadline Time that a retired resource may stay in use before it is closed by force. Without it there is no limit.
     */
    public record Drain(@Nullable Duration deadline) {}

    /**
     * Where histories of conversations are kept.
     *
     * @param directory Directory of the histories. Without it there is no session store.
     */
    public record Sessions(@Nullable Path directory) {}
}
