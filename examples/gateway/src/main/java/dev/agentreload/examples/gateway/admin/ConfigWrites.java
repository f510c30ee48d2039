// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.admin;

/** Whether the configuration file may be replaced over HTTP. Nothing else ever writes it. */
public enum ConfigWrites {
    /** The file is its owner's alone. */
    REFUSED,
    /** A caller with the token may replace it. */
    ALLOWED
}
