// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.chat;

import dev.agentreload.agents.config.AgentDefinition;
import dev.agentreload.agents.session.SessionDirectories;
import java.nio.file.Path;

/**
 * Where agents keep their sessions: in {@code .sessions} of the workspace that the configuration gives them.
 *
 * @param base what workspaces are relative to
 * @param shared the folder of agents without a workspace
 */
public record SessionFolders(Path base, Path shared) implements SessionDirectories {

    private static final String HOME = "~/";

    @Override
    public Path directory(AgentDefinition agent) {
        return agent.workspace()
                .filter(workspace -> !workspace.isBlank())
                .map(workspace -> workspace(workspace.strip()).resolve(".sessions"))
                .orElse(shared);
    }

    private Path workspace(String text) {
        return text.startsWith(HOME)
                ? Path.of(System.getProperty("user.home")).resolve(text.substring(HOME.length()))
                : base.resolve(text);
    }
}
