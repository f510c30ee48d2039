/**
 * Keeps the history of conversations, which belongs to no generation of agents and survives every reload.
 */
@NullMarked
package dev.agentreload.agents.session;

import org.jspecify.annotations.NullMarked;
