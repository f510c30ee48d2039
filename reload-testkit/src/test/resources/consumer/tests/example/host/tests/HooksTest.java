package example.host.tests;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;

import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.testkit.fake.FakeParticipant;
import dev.agentreload.testkit.ReloadRunner;
import dev.agentreload.testkit.fake.ResourceJournal;
import dev.agentreload.testkit.contract.ReloadParticipantContract;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

public class HooksTest extends ReloadParticipantContract {

    private FakeParticipant hooks;

    @Override
    protected ReloadParticipant createParticipant(ResourceJournal journal) {
        hooks = new FakeParticipant("hooks", journal, "reload-hooks");
        hooks.validateWith(document -> document.equals(invalidDocument("secret")) ? List.of(problem()) : List.of());
        return hooks;
    }

    private static ConfigProblem problem() {
        return ConfigProblem.error(
                ConfigPath.parse("hooks"), SourcePosition.of("config.json"), "no path", "expected one");
    }

    @Override
    protected Optional<?> observe() {
        return hooks.current();
    }

    @Override
    protected ConfigDocument firstDocument() {
        return ConfigDocument.parse("config.json", "{hooks: 1}");
    }

    @Override
    protected ConfigDocument secondDocument() {
        return ConfigDocument.parse("config.json", "{hooks: 2}");
    }

    @Override
    protected ConfigDocument invalidDocument(String secret) {
        return ConfigDocument.parse("config.json", "{hooks: {}}");
    }

    @Test
    public void runner_inANamedModule_runs() {
        ReloadRunner.of("{hooks: 1}")
                .participant(journal -> new FakeParticipant("hooks", journal, "reload-hooks"))
                .run(reload -> assertThat(reload.to("{hooks: 2}")).isApplied());
    }
}
