// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

/** What an agent uses a model for. */
public enum ModelRole {
    /** Answering. Every agent has a model for it. */
    CHAT,
    /** Looking at pictures. */
    IMAGE,
    /** Answering as the sub-agent of another. */
    SUBAGENT,
    /** Answering what is easy. */
    LIGHT
}
