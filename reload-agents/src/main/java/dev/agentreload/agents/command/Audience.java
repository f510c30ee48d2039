// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.command;

/** The people who may use a command. */
public enum Audience {
    /** All who can write to an agent. The {@link Authorizer} is not asked. */
    EVERYONE,
    /** Only those whom the host's {@link Authorizer} allows. */
    OPERATORS
}
