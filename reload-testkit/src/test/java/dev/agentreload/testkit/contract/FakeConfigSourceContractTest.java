// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.core.source.WatchableSource;
import dev.agentreload.testkit.fake.FakeConfigSource;

class FakeConfigSourceContractTest extends WatchableSourceContract {

    private final FakeConfigSource source = FakeConfigSource.of("fake.json", "{}");

    @Override
    protected WatchableSource createSource() {
        return source;
    }

    @Override
    protected void write(String json) {
        source.write(json);
    }

    @Override
    protected void remove() {
        source.remove();
    }
}
