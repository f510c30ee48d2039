// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.springboot;

import dev.agentreload.core.participant.Reloadable;
import dev.agentreload.core.plan.ReloadAction.HostAction;
import dev.agentreload.core.plan.ReloadRule;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.runtime.HostRuntime;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The sections that only this host has: a rule for each, and what carries it out. */
@Configuration(proxyBeanMethods = false)
class HostSections {

    static final HostAction RELOAD_LIMITS = new HostAction("reload-limits");
    static final HostAction RESTART_DIGEST = new HostAction("restart-digest");

    @Bean
    RuleTable rules() {
        return RuleTable.defaults().toBuilder()
                .add(ReloadRule.hot("limits", RELOAD_LIMITS))
                .add(ReloadRule.hot("digest", RESTART_DIGEST))
                .build();
    }

    @Bean
    Reloadable<RateLimit> rateLimit(HostRuntime runtime) {
        return Reloadable.builder("limits", RELOAD_LIMITS)
                .read(RateLimit::read)
                .open(settings -> new RateLimit(settings.perMinute(), runtime.clock()))
                .build(runtime);
    }

    @Bean
    DigestJob digestJob(HostRuntime runtime) {
        return new DigestJob(runtime.requireScheduler("digest"));
    }
}
