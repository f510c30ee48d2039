// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

/** How a reader of sections takes what may be a mistake as well as intent: an unknown key, a name that leads nowhere. */
public enum Strictness {
    /** The configuration is used, with a warning. */
    LENIENT(ConfigProblem.Severity.WARNING),
    /** The configuration is refused. */
    STRICT(ConfigProblem.Severity.ERROR);

    private final ConfigProblem.Severity severity;

    Strictness(ConfigProblem.Severity severity) {
        this.severity = severity;
    }

    /** Returns the severity of a possible mistake. */
    public ConfigProblem.Severity severity() {
        return severity;
    }
}
