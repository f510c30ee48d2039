// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import dev.agentreload.agents.config.AgentDefinition;
import java.nio.file.Path;

/**
 * Says where the sessions of an agent are. Hosts implement it, since only they know what a workspace is relative to, where
 * {@code ~} is, and where an agent without a workspace lives.
 */
@FunctionalInterface
public interface SessionDirectories {

    /**
     * Returns the directory of the sessions of this agent, usually {@code sessions} in its workspace. Agents may share one. The
     * same definition always gives the same directory; nothing is created.
     *
     * <p>Called for every agent at each reload, on the host's executor.
     *
     * @throws RuntimeException if there is none; that fails the reload
     */
    Path directory(AgentDefinition agent);
}
