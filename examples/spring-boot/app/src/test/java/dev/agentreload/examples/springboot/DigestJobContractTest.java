// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.springboot;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.testkit.contract.ExclusiveParticipantContract;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;

class DigestJobContractTest extends ExclusiveParticipantContract {

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final DigestJob job = new DigestJob(scheduler);

    @AfterEach
    void endScheduler() {
        scheduler.shutdownNow();
    }

    @Override
    protected ExclusiveParticipant createParticipant(ResourceJournal journal) {
        return job;
    }

    @Override
    protected Optional<?> observe() {
        return job.everyMinutes().stream().boxed().findFirst();
    }

    @Override
    protected ConfigDocument firstDocument() {
        return ConfigDocument.parse("first", "{digest: {everyMinutes: 60}}");
    }

    @Override
    protected ConfigDocument secondDocument() {
        return ConfigDocument.parse("second", "{digest: {everyMinutes: 5}}");
    }

    @Override
    protected ConfigDocument invalidDocument(String secret) {
        return ConfigDocument.parse("invalid", "{digest: {everyMinutes: 0, token: '%s'}}".formatted(secret));
    }

    @Override
    protected RuleTable rules() {
        return new HostSections().rules();
    }
}
