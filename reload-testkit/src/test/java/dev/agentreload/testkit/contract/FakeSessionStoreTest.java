// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.agents.session.SessionStore;
import dev.agentreload.testkit.fake.FakeSessionStore;

class FakeSessionStoreTest extends SessionStoreContract {

    @Override
    protected SessionStore createStore() {
        return new FakeSessionStore();
    }

    @Override
    protected SessionStore reopen(SessionStore before) {
        return before;
    }
}
