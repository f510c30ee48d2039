// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.provider.ProviderFactory;
import dev.agentreload.testkit.fake.FakeProvider;
import dev.agentreload.testkit.fake.FakeProviderFactory;

/** The fake keeps the contract. */
class FakeProviderFactoryContractTest extends ProviderFactoryContract<FakeProvider> {

    @Override
    protected ProviderFactory<FakeProvider> createFactory() {
        return new FakeProviderFactory();
    }

    @Override
    protected ProviderDefinition definition() {
        return ProviderDefinition.builder("p")
                .credential("sk-sentinel")
                .header("x-team", "header-sentinel")
                .build();
    }
}
