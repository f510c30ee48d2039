// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps the history of conversations, which belongs to no generation of agents and survives every reload.
 *
 * <p>A {@link dev.agentreload.agents.session.SessionStore} holds one {@linkplain
 * dev.agentreload.agents.session.SessionHistory history} per session key. {@link
 * dev.agentreload.agents.session.FileSessionStore} keeps it on disk; hosts implement the interface to keep it elsewhere. A
 * reload replaces agents and never touches a store, so the next message of a conversation finds all earlier ones.
 *
 * <p>If each agent keeps its sessions in its own workspace, {@link dev.agentreload.agents.session.WorkspaceSessions} finds them there,
 * and moves them when a reload changes the workspace. Hosts implement {@link dev.agentreload.agents.session.SessionDirectories},
 * which returns the directory of an agent.
 */
@NullMarked
package dev.agentreload.agents.session;

import org.jspecify.annotations.NullMarked;
