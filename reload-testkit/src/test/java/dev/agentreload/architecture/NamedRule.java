// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.architecture;

import com.tngtech.archunit.lang.ArchRule;

/** A rule and the name by which exemptions and the proof that it can fail refer to it. */
record NamedRule(String name, ArchRule rule) {}
