// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.testkit.fake.FakeExclusiveParticipant;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.Optional;

class FakeExclusiveParticipantContractTest extends ExclusiveParticipantContract {

    FakeExclusiveParticipant hooks = new FakeExclusiveParticipant("hooks", new ResourceJournal(), "reload-hooks");

    @Override
    protected ExclusiveParticipant createParticipant(ResourceJournal journal) {
        hooks = new FakeExclusiveParticipant("hooks", journal, "reload-hooks");
        hooks.validateWith(Hooks::validate);
        return hooks;
    }

    @Override
    protected Optional<?> observe() {
        return hooks.running();
    }

    @Override
    protected ConfigDocument firstDocument() {
        return Hooks.document("{path: '/one'}");
    }

    @Override
    protected ConfigDocument secondDocument() {
        return Hooks.document("{path: '/two'}");
    }

    @Override
    protected ConfigDocument invalidDocument(String secret) {
        return Hooks.invalid(secret);
    }
}
