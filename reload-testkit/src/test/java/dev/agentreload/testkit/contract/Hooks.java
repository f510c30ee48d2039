// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.testkit.fake.FakeParticipant;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.List;

/** A participant for the section {@code hooks}, which must have a path. */
final class Hooks {

    private Hooks() {}

    static FakeParticipant participant(ResourceJournal journal) {
        FakeParticipant hooks = new FakeParticipant("hooks", journal, "reload-hooks");
        hooks.validateWith(Hooks::validate);
        return hooks;
    }

    static List<ConfigProblem> validate(ConfigDocument document) {
        return document.find(ConfigPath.parse("hooks.path")).isPresent() ? List.of() : List.of(problem("no path"));
    }

    static ConfigProblem problem(String message) {
        return ConfigProblem.error(
                ConfigPath.parse("hooks"), SourcePosition.of("config.json"), message, "expected one");
    }

    static ConfigDocument document(String hooks) {
        return ConfigDocument.parse("config.json", "{hooks: " + hooks + "}");
    }

    static ConfigDocument invalid(String secret) {
        return document("{token: '" + secret + "'}");
    }
}
