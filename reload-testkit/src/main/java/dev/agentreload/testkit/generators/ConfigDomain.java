// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.generators;

import dev.agentreload.core.config.ConfigDocument;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Lets properties take a {@link ConfigDocument} or an {@link EditedConfig} as a parameter: {@code @Domain(ConfigDomain.class)}. */
public final class ConfigDomain extends DomainContextBase {

    /** Created by jqwik. */
    public ConfigDomain() {}

    @Provide
    Arbitrary<ConfigDocument> documents() {
        return ConfigArbitraries.documents();
    }

    @Provide
    Arbitrary<EditedConfig> edits() {
        return ConfigArbitraries.edits();
    }
}
