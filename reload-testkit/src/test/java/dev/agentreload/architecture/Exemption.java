// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.architecture;

/** A type that one rule leaves alone, and why. */
record Exemption(String rule, String type, String reason) {}
