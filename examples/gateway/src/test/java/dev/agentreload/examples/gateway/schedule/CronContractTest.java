package dev.agentreload.examples.gateway.schedule;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.testkit.contract.ExclusiveParticipantContract;
import dev.agentreload.testkit.fake.ManualScheduler;
import dev.agentreload.testkit.fake.ManualTime;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.Optional;

/** Has the jobs keep what every exclusive participant promises. */
class CronContractTest extends ExclusiveParticipantContract {

    private final ManualScheduler scheduler = new ManualScheduler(new ManualTime());

    @Override
    protected ExclusiveParticipant createParticipant(ResourceJournal journal) {
        return Schedule.cron(scheduler, job -> {});
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
