// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

/** What a gateway does only if its operator wants it. */
public enum GatewaySwitch {
    /** Callers with the token may replace the configuration file. */
    CONFIG_WRITES,
    /** Each agent that a reload builds is asked something before it serves, so that a wrong key refuses the reload. */
    PROBES
}
