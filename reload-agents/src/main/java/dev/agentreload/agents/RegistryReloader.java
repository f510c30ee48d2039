// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import dev.agentreload.core.apply.ReloadMode;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.plan.ReloadRule;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.source.ConfigSource;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reloads a registry that no other reloader owns: a reloader with one participant, for which every change is one of agents. */
final class RegistryReloader {

    private static final String ACTOR = "registry";

    private final Reloader reloader;

    /** Owned by the thread that starts the reloader, so that a second one is refused and not reported as a defect. */
    private final AtomicBoolean starting = new AtomicBoolean();

    RegistryReloader(Reloader.Builder builder, ReloadParticipant participant) {
        this.reloader = builder.rules(RuleTable.builder()
                        .identities(RuleTable.defaults().identities())
                        .add(ReloadRule.hot("*", "reload-agents"))
                        .build())
                .mode(ReloadMode.HYBRID)
                .participant(participant)
                .build();
    }

    ReloadResult reload(ConfigDocument document) {
        ConfigSource source = ConfigSource.of(ACTOR, () -> new ReadResult.Success(document));
        if (isStarted()) {
            return apply(source);
        }
        if (!starting.compareAndSet(false, true)) {
            return new ReloadResult.Busy(ReloadResult.Busy.Reason.TRANSACTION_RUNNING);
        }
        try {
            return isStarted() ? apply(source) : reloader.start(source);
        } finally {
            starting.set(false);
        }
    }

    private boolean isStarted() {
        return reloader.view().current().isPresent();
    }

    /** An explicit request is decided on this thread. */
    private ReloadResult apply(ConfigSource source) {
        return reloader.submit(ReloadRequest.manual(source, ACTOR))
                .toCompletableFuture()
                .join();
    }
}
