// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.testkit.fake.FakeParticipant;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.Optional;

class FakeParticipantContractTest extends ReloadParticipantContract {

    FakeParticipant hooks = Hooks.participant(new ResourceJournal());

    @Override
    protected ReloadParticipant createParticipant(ResourceJournal journal) {
        hooks = Hooks.participant(journal);
        return hooks;
    }

    @Override
    protected Optional<?> observe() {
        return hooks.current();
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
