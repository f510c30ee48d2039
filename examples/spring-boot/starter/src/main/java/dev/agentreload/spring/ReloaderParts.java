// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.lease.DrainPolicy;
import dev.agentreload.core.participant.Participant;
import dev.agentreload.core.plan.ReloadAction;
import java.util.List;

/** What the context has for the reloader. */
record ReloaderParts(List<Participant> participants, List<ReloaderCustomizer> customizers) {

    ReloaderParts {
        participants = List.copyOf(participants);
        customizers = List.copyOf(customizers);
    }

    Reloader assemble(Reloader.Builder builder, AgentReloadProperties properties) {
        participants.forEach(builder::participant);
        properties.ignoredActions().forEach(id -> builder.ignoring(ReloadAction.parse(id)));
        builder.historySize(properties.historySize());
        if (properties.mode() != null) {
            builder.mode(properties.mode());
        }
        if (properties.drain().deadline() != null) {
            builder.drain(DrainPolicy.force(properties.drain().deadline()));
        }
        customizers.forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }
}
