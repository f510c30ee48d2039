// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.assertions;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThatHistory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.agents.session.SessionHistory;
import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionRole;
import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.plan.ReloadRule;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.plan.Verdict;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.ModelCatalog;
import dev.agentreload.models.ModelList;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.ModelsPolicy;
import dev.agentreload.testkit.ReloadRun;
import dev.agentreload.testkit.ReloadRunner;
import dev.agentreload.testkit.fake.FakeAgent;
import dev.agentreload.testkit.fake.FakeAgentFactory;
import dev.agentreload.testkit.fake.FakeExclusiveParticipant;
import dev.agentreload.testkit.fake.FakeModelSource;
import dev.agentreload.testkit.fake.FakeParticipant;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Sees each assertion hold, and fail with a message that shows what there is. */
class HostAssertionsTest {

    private static final String AGENTS = """
            {models: {providers: {p: {}}},
             agents: {list: [{id: 'main', model: 'p/m', default: true}, {id: 'coder', model: 'p/%s'}]},
             bindings: [{agentId: 'coder', match: {channel: 'telegram'}}, {agentId: 'gone', match: {channel: 'irc'}}]}
            """;

    @Test
    void registry_agentsAndRoutes() {
        AgentRegistry<FakeAgent> registry = AgentRegistry.builder(new FakeAgentFactory(), HostRuntime.of(Runnable::run))
                .build();
        registry.reload(ConfigDocument.parse("config.json", AGENTS.formatted("one")));
        registry.reload(ConfigDocument.parse("config.json", AGENTS.formatted("two")));
        RouteRequest telegram = RouteRequest.of("telegram");
        RouteRequest irc = RouteRequest.of("irc");

        assertThat(registry)
                .hasAgents("main", "coder")
                .hasDefaultAgent("main")
                .hasRebuilt("coder")
                .hasKept("main")
                .hasRemoved()
                .routes(telegram)
                .to("coder", "binding.account")
                .routes(irc)
                .toDefaultInPlaceOf("gone")
                .routes(RouteRequest.of("console"))
                .to("main");

        String shown = "agents [main, coder], default [main], made [coder], kept [main], removed []";
        fails(() -> assertThat(registry).hasAgents("coder", "main"), "with exactly the agents [coder, main]", shown);
        fails(() -> assertThat(registry).hasDefaultAgent("coder"), "with the default agent [coder]", shown);
        fails(() -> assertThat(registry).hasRebuilt(), "for which were made []", shown);
        fails(() -> assertThat(registry).hasKept("coder"), "that has kept [coder]", shown);
        fails(() -> assertThat(registry).hasRemoved("main"), "without the agents [main]", shown);
        fails(() -> assertThat(registry).routes(telegram).to("main"), "a route to [main]", "coder by binding.account");
        fails(
                () -> assertThat(registry).routes(telegram).to("coder", "default"),
                "to [coder] by [default]",
                "coder by binding.account");
        fails(() -> assertThat(registry).routes(irc).to("main"), "to [main]", "in place of [gone]");
        fails(() -> assertThat(registry).routes(telegram).toDefaultInPlaceOf("gone"), "in place of [gone]", "coder by");
    }

    @Test
    void dryRunStatusAndHistory_ofAReloader() {
        ReloadRunner.of("{hooks: 1, cron: 1}")
                .participant(journal -> new FakeParticipant("hooks", journal, "reload-hooks"))
                .participant(journal -> new FakeExclusiveParticipant("cron", journal, "restart-cron"))
                .run(HostAssertionsTest::dryRunStatusAndHistory);
    }

    private static void dryRunStatusAndHistory(ReloadRun reload) {
        assertThat(reload.started()).isApplied();
        assertThat(reload.dryRun("{hooks: 2, cron: 2}"))
                .wouldApply()
                .hasPending()
                .hasWarnings()
                .hasNotVerified("cron")
                .plan()
                .hasActions("reload-hooks", "restart-cron");
        assertThat(reload.dryRun("{gateway: {port: 1}, hooks: 1, cron: 1}"))
                .blockedBy()
                .requiresRestartFor("gateway");
        fails(() -> assertThat(reload.dryRun("{hooks: ")).wouldApply(), "that would be applied", "blocked by: invalid");
        fails(() -> assertThat(reload.dryRun("{hooks: ")).plan(), "with a plan", "blocked by: invalid");
        fails(() -> assertThat(reload.dryRun("{hooks: 2, cron: 1}")).blockedBy(), "not be applied", "blocked by: none");
        fails(() -> assertThat(reload.dryRun("{hooks: 2, cron: 1}")).hasPending("cron"), "at [cron]", "pending: []");
        fails(() -> assertThat(reload.dryRun("{hooks: 2, cron: 1}")).hasWarnings("x"), "warnings [x]", "warnings: []");
        fails(
                () -> assertThat(reload.dryRun("{hooks: 2, cron: 2}")).hasNotVerified(),
                "not verified []",
                "not verified: [cron]");

        reload.to("{hooks: 2, cron: 1}");
        assertThat(reload.view().status())
                .isRunning()
                .hasRevision(2)
                .isInSync()
                .hasPendingRestart()
                .hasNothingRetired()
                .hasNoTroubles()
                .lastResult()
                .isApplied();
        reload.to("{hooks: 2, cron: 1, gateway: {port: 1}}");
        assertThat(reload.view().status())
                .hasPendingRestart("gateway")
                .lastResult()
                .requiresRestartFor("gateway");
        fails(() -> assertThat(reload.view().status()).isInSync(), "what is desired is in force", "\"state\":");
        fails(() -> assertThat(reload.view().status()).hasPendingRestart(), "that wait at []", "\"state\":");
        fails(() -> assertThat(reload.view().status()).hasRevision(3), "revision 3 in force", "\"state\":");
        fails(() -> assertThat(reload.view().status()).isClosed(), "is closed", "running");

        List<HistoryEntry> history = reload.view().history();
        assertThatHistory(history)
                .hasResults(ReloadResult.Kind.APPLIED, ReloadResult.Kind.APPLIED, ReloadResult.Kind.RESTART_REQUIRED)
                .last()
                .hasSequence(3)
                .isOf("test")
                .isFor(HistoryEntry.Operation.RELOAD)
                .hasNoNotes()
                .result()
                .requiresRestartFor("gateway");
        fails(() -> assertThatHistory(history).hasResults(), "the results []", "#1 start: applied");
        fails(() -> assertThatHistory(List.of()).last(), "with a decision", "[]");
        fails(() -> assertThat(history.get(0)).isOf("ada"), "of [ada]", "#1 start: applied revision 1: started");
        fails(() -> assertThat(history.get(0)).hasSequence(2), "with the number 2", "#1 start");
        fails(() -> assertThat(history.get(0)).isFor(HistoryEntry.Operation.APPLY), "is APPLY", "operation START");
    }

    @Test
    void status_withTroubles() {
        FakeExclusiveParticipant cron = new FakeExclusiveParticipant("cron", new ResourceJournal(), "restart-cron");
        try (ReloadRun run = ReloadRunner.of("{cron: 1}").participant(cron).open()) {
            fails(() -> assertThat(run.view().status()).isRunning(), "that runs", "\"state\":\"new\"");
            fails(() -> assertThat(run.view().status()).lastResult(), "with a decision", "\"state\":\"new\"");
            run.start();
            run.started();
            cron.script().always(FakeExclusiveParticipant.Step.START).fail(new IOException("planned"));
            run.to("{cron: 2}");

            fails(() -> assertThat(run.view().status()).hasNoTroubles(), "without troubles", "\"degraded\":[\"cron\"]");
            cron.script().reset();
            run.to("{cron: 2}");
        }
    }

    @Test
    void status_withSomethingInUse() {
        FakeParticipant hooks = new FakeParticipant("hooks", new ResourceJournal(), "reload-hooks");
        ReloadRunner.of("{hooks: 1}").participant(hooks).run(reload -> {
            assertThat(reload.started()).isApplied();
            try (var lease = hooks.lease()) {
                assertThat(lease.isRetired()).isFalse();
                reload.to("{hooks: 2}");
                fails(() -> assertThat(reload.view().status()).hasNothingRetired(), "retired and in use", "hooks#1");
            }
        });
    }

    @Test
    void modelList_freshAndStale() {
        FakeModelSource source = new FakeModelSource("p");
        source.list("small", "large");
        ModelCatalog catalog = ModelCatalog.builder(
                        HostRuntime.of(Runnable::run).withTicker(() -> 0))
                .source(source)
                .build(config("{models: {providers: {p: {models: [{id: 'small', alias: 's'}]}}}}"));
        ModelList fresh = catalog.models();

        assertThat(fresh)
                .hasExactlyModels("p/large", "p/small")
                .hasModels("p/large")
                .hasNoModelsOf("q")
                .resolves("p/large", "p/large")
                .isFresh();
        fails(() -> assertThat(fresh).hasExactlyModels("p/small"), "of exactly [p/small]", "p/large");
        fails(() -> assertThat(fresh).hasModels("p/huge"), "with [p/huge]", "p/large");
        fails(() -> assertThat(fresh).hasNoModelsOf("p"), "without models of [p]", "p/large");
        fails(() -> assertThat(fresh).resolves("huge", "p/large"), "[huge] is [p/large]", "p/large");
        fails(() -> assertThat(fresh).isStaleFor("p"), "stale for exactly [p]", "stale: {}");

        source.script().next(FakeModelSource.Step.DISCOVER).fail(new IOException("planned"));
        catalog.invalidate();
        ModelList stale = catalog.models();
        assertThat(stale).isStaleFor("p");
        fails(() -> assertThat(stale).isFresh(), "that is fresh", "planned");
    }

    private static ModelsConfig config(String json) {
        ConfigDocument document = ConfigDocument.parse("config.json", json);
        return ModelsConfig.read(document, ModelsPolicy.standard()).orThrow();
    }

    @Test
    void sessionHistory_messagesAndSummary() {
        SessionHistory history = SessionHistory.of(List.of(SessionMessage.of(SessionRole.USER, "hello", Instant.EPOCH)))
                .withSummary("a greeting")
                .withWarnings(List.of("line 2 is torn"));

        assertThat(history).hasMessages("user: hello").hasSummary("a greeting");
        assertThat(SessionHistory.empty()).hasNotBegun().hasNoSummary().hasNoWarnings();
        String shown = "[user: hello], summary Optional[a greeting], warnings [line 2 is torn]";
        fails(() -> assertThat(history).hasMessages(), "exactly the messages []", shown);
        fails(() -> assertThat(history).hasSummary("other"), "the summary [other]", shown);
        fails(() -> assertThat(history).hasNoSummary(), "without a summary", shown);
        fails(() -> assertThat(history).hasNotBegun(), "that has not begun", shown);
        fails(() -> assertThat(history).hasNoWarnings(), "without warnings", shown);
    }

    @Test
    void ruleTable_coversTheKeysOfASample() {
        RuleTable rules = RuleTable.builder()
                .add(ReloadRule.hot("hooks", "reload-hooks"))
                .add(ReloadRule.restart("gateway.port"))
                .build();

        assertThat(rules)
                .coversEveryKeyOf("{hooks: {path: '/one'}, gateway: {port: 1}}")
                .decides("hooks.path", Verdict.HOT)
                .leavesUnmatched("gateway");
        assertThat(RuleTable.defaults()).coversEveryKeyOf(AGENTS);
        fails(
                () -> assertThat(rules).coversEveryKeyOf("{hooks: 1, gateway: {port: 1, host: 'x'}, other: {}}"),
                "rules for every key",
                "[gateway.host, other]");
        fails(() -> assertThat(rules).decides("hooks", Verdict.NONE), "says NONE of [hooks]", "hooks");
        fails(() -> assertThat(rules).leavesUnmatched("hooks.path"), "a rule for [hooks.path]", "hooks");
    }

    @Test
    void readResult_readAndRefused() {
        ReadResult read = ConfigReader.standard().read("config.json", "{hooks: 1}");
        ReadResult refused = ConfigReader.standard().read("config.json", "[1]");

        assertThat(read).isRead().isReadAs("{\"hooks\": 1.0}").hasProblems();
        assertThat(refused).isRefused().hasProblems(refused.problems().get(0).toString());
        assertThat(refused).hasProblemsAt(refused.problems().get(0).path().toString());
        fails(() -> assertThat(read).isRefused(), "that was refused", "read");
        fails(() -> assertThat(read).isReadAs("{hooks: 2}"), "that holds {hooks: 2}", "read");
        fails(() -> assertThat(refused).isRead(), "that was read", "refused: [");
        fails(() -> assertThat(refused).hasProblems(), "the problems []", "refused: [");
        fails(() -> assertThat(refused).hasProblemsAt("hooks"), "at exactly [hooks]", "refused: [");
    }

    private static void fails(ThrowingCallable assertion, String expectation, String shown) {
        assertThatThrownBy(assertion)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expecting")
                .hasMessageContaining(expectation)
                .hasMessageContaining(shown);
    }
}
