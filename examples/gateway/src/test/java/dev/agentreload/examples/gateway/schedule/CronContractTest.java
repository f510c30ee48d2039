// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.schedule;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.testkit.contract.ReloadParticipantContract;
import dev.agentreload.testkit.fake.ManualScheduler;
import dev.agentreload.testkit.fake.ManualTime;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.Optional;

/** Has the jobs keep what every participant that is built beside the old promises. */
class CronContractTest extends ReloadParticipantContract {

    private final ManualScheduler scheduler = new ManualScheduler(new ManualTime());

    @Override
    protected ReloadParticipant createParticipant(ResourceJournal journal) {
        return Schedule.cron(scheduler.runtime(Runnable::run), LastRuns.ofThisProcess(), job -> {});
    }

    @Override
    protected Optional<?> observe() {
        return Optional.of(scheduler.waiting());
    }

    @Override
    protected ConfigDocument firstDocument() {
        return jobs("{id: 'a', every: '1h', message: 'm'}");
    }

    @Override
    protected ConfigDocument secondDocument() {
        return jobs("{id: 'a', every: '1h', message: 'm'}, {id: 'b', every: '2h', message: 'm'}");
    }

    @Override
    protected ConfigDocument invalidDocument(String secret) {
        return jobs("{id: 'a', every: 'soon', message: 'm', token: '" + secret + "'}");
    }

    private static ConfigDocument jobs(String jobs) {
        return ConfigDocument.parse("config.json", "{cron: {jobs: [" + jobs + "]}}");
    }
}
