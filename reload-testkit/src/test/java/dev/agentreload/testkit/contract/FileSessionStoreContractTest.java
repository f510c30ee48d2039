// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.agents.session.FileSessionStore;
import dev.agentreload.agents.session.SessionStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileSessionStoreContractTest extends SessionStoreContract {

    @TempDir
    private Path directory;

    @Override
    protected SessionStore createStore() {
        return FileSessionStore.create(directory);
    }

    @Override
    protected SessionStore reopen(SessionStore before) {
        return FileSessionStore.create(directory);
    }
}
