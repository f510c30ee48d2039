// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.laws;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.plan.RuleTable;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Rule tables and paths as parameters of laws. */
final class LawsDomain extends DomainContextBase {

    @Provide
    Arbitrary<RuleTable> tables() {
        return RuleTables.any();
    }

    @Provide
    Arbitrary<ConfigPath> paths() {
        return RuleTables.paths();
    }
}
