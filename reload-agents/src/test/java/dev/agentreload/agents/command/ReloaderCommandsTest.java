// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.TurnLease;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.ReloadMode;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReloaderCommandsTest {

    private static final CommandCaller CALLER = new CommandCaller("console", "default", "operator");
    private static final String TWO_AGENTS = config("small", "small");

    /** What a person edits. */
    private String text = TWO_AGENTS;

    /** What making an agent ends with from now on. */
    private @Nullable RuntimeException failure;

    private final ConfigSource source =
            ConfigSource.of("config.json", () -> ConfigReader.standard().read("config.json", text));
    private final AgentRegistry<String> registry =
            AgentRegistry.builder(this::agent, HostRuntime.of(Runnable::run)).build();
    private final Reloader reloader = Reloader.builder(
                    HostRuntime.of(Runnable::run).withTicker(() -> 0).withClock(() -> Instant.EPOCH))
            .participant(registry.participant())
            .ignoring(ReloadAction.RESTART_HEARTBEAT)
            .build();
    private final ReloaderCommands commands = ReloadCommands.of(reloader, source, registry);

    @BeforeEach
    void start() {
        assertThat(reloader.start(source)).isInstanceOf(ReloadResult.Applied.class);
    }

    @Test
    void reload_oneAgentChanged_saysWhichWasRebuiltAndWhichWasKept() {
        text = config("large", "small");

        assertThat(commands.reload(CALLER))
                .isEqualTo(
                        "applied revision 2 (reload-agents, restart-heartbeat)\nrebuilt: main (echo/large)\nkept: coder\n2 agents, by default main (echo/large)\nnote: the model of agent [main] changes");
    }

    @Test
    void reload_agentRemoved_saysSo() {
        text = TWO_AGENTS.replace(", {id: 'coder', model: 'echo/small'}", "");

        assertThat(commands.reload(CALLER))
                .isEqualTo(
                        "applied revision 2 (reload-agents, restart-heartbeat)\nrebuilt: none\nkept: main\nremoved: coder\n1 agent, by default main (echo/small)\nnote: agent [coder] is renamed or removed: its history stays behind");
    }

    @Test
    void reload_changeThatConcernsNoAgent_namesNone() {
        text = with("logging: {level: 'info'}");

        assertThat(commands.reload(CALLER))
                .isEqualTo(
                        "applied revision 2\n"
                                + "warning: no component says that it reads [logging], so the change may do nothing at logging (config.json:1:11)");
    }

    @Test
    void changesOf_aValue_saysWhatItIsAndWhoChangedIt() {
        ConfigPath model = ConfigPath.parse("agents.list[id=main].model");
        assertThat(commands.changesOf(model))
                .contains("[agents.list[id=main].model] is \"echo/small\"; no decision that is remembered changed it");

        text = config("large", "small");
        commands.reload(CALLER);

        assertThat(commands.changesOf(model).orElseThrow())
                .startsWith("[agents.list[id=main].model] is \"echo/large\"\n")
                .endsWith(" #2 console/operator: \"echo/small\" -> \"echo/large\" (rule agents.list)");
        assertThat(commands.changesOf(ConfigPath.parse("agents.nothing")))
                .contains("nothing is at [agents.nothing]; no decision that is remembered changed it");
    }

    @Test
    void reload_sameContent_saysNothingChanged() {
        assertThat(commands.reload(CALLER)).isEqualTo("nothing changed");
    }

    @Test
    void reload_restartNeeded_explainsThePlan() {
        text = with("gateway: {port: 1}");

        assertThat(commands.reload(CALLER).lines().toList())
                .startsWith("nothing applied: a restart is needed")
                .anySatisfy(line -> assertThat(line).startsWith("  gateway  added "))
                .anySatisfy(line -> assertThat(line).startsWith("restart: the gateway binds"));
    }

    @Test
    void reload_restartAndHotChange_saysThatBothWaitUntilTheHotPartIsAppliedAlone() {
        text = "{gateway: {port: 1}, " + config("large", "small").substring(1);

        assertThat(commands.reload(CALLER))
                .endsWith("\nall changes wait; /reload --hot applies what needs no restart now");
        assertThat(commands.status())
                .contains(
                        "\nwaiting for a restart: gateway"
                                + "\nwaiting with it: agents.list[id=main].model; /reload --hot applies what needs no restart now");
        assertThat(commands.reloadHot(CALLER).orElseThrow())
                .startsWith("applied revision 2 (reload-agents, restart-heartbeat)\nrebuilt: main (echo/large)")
                .endsWith("\nwaiting for a restart: gateway");
        assertThat(commands.status()).contains("waiting for a restart: gateway").doesNotContain("waiting with it");
    }

    @Test
    void reload_brokenContent_saysWhereAndChangesNothing() {
        text = "{agents: {list: [{id: }]}}";

        assertThat(commands.reload(CALLER))
                .isEqualTo("nothing applied, the configuration before stays in force\n"
                        + "error: unexpected [}] at agents.list[0].id (config.json:1:23); expected a value");
        assertThat(registry.snapshot().revision()).isEqualTo(1);
    }

    @Test
    void reload_moreProblemsThanFitInAChat_countsTheRest() {
        text = "{agents: {list: [" + "{id: '---'},".repeat(25) + "]}}";

        assertThat(commands.reload(CALLER).lines().toList())
                .hasSize(22)
                .startsWith("nothing applied, the configuration before stays in force")
                .endsWith("and 30 more");
    }

    @Test
    void reload_moreAgentsThanFitInAChat_countsTheRest() {
        text = "{models: {providers: {echo: {models: [{id: 'small'}]}}}, agents: {list: ["
                + IntStream.range(0, 30)
                        .mapToObj(i -> "{id: 'a" + i + "', model: 'echo/small'}")
                        .collect(Collectors.joining(","))
                + "]}}";

        assertThat(commands.reload(CALLER))
                .contains("rebuilt: a0 (echo/small), a1 (echo/small), ")
                .contains(", a19 (echo/small) and 10 more\nkept: none\n");
    }

    @Test
    void reload_hostDescribesProblems_usesItsWords() {
        text = "{";

        assertThat(commands.withProblemText(
                                problem -> "line " + problem.position().line())
                        .reload(CALLER))
                .isEqualTo("nothing applied, the configuration before stays in force\nline 1");
    }

    @Test
    void rollback_hostDescribesProblemsOfTheSource_saysThemInPlainWords() {
        assertThat(commands.withProblemText(problem -> "a line of the source")
                        .rollbackTo(7, CALLER)
                        .orElseThrow())
                .contains("error: no revision [7]")
                .doesNotContain("a line of the source");
    }

    @Test
    void reload_hostCodeQuotesASecret_isMaskedInReplyAndStatus() {
        text = config("large", "small")
                .replace("{models: {providers: {echo: {", "{models: {providers: {echo: {apiKey: 'hunter2', ");
        failure = new IllegalStateException("key hunter2 was refused");

        assertThat(commands.reload(CALLER))
                .isEqualTo("nothing applied, the configuration before stays in force\n" + rolledBack());
        assertThat(commands.status()).contains(rolledBack()).doesNotContain("hunter2");
    }

    private static String rolledBack() {
        return "rolled back: prepare of [agents] failed: AgentNotBuiltException: agent [main] could not be made, caused by IllegalStateException: key *** was refused";
    }

    @Test
    void reload_afterClose_isRefused() {
        reloader.close(Duration.ZERO);

        assertThat(commands.reload(CALLER))
                .isEqualTo("nothing applied, the configuration before stays in force\nthe reloader is closed");
    }

    @Test
    void dryRun_change_showsThePlanAndAppliesNothing() {
        text = config("large", "small");

        assertThat(commands.dryRun(CALLER).lines().toList())
                .startsWith("dry run, nothing was applied")
                .anySatisfy(line -> assertThat(line).isEqualTo("hot: reload-agents, restart-heartbeat"))
                .anySatisfy(line -> assertThat(line).startsWith("  agents.list[id=main].model  "))
                .endsWith("note: the model of agent [main] changes");
        assertThat(registry.snapshot().revision()).isEqualTo(1);
    }

    @Test
    void dryRun_sameContent_saysNothingWouldChange() {
        assertThat(commands.dryRun(CALLER)).isEqualTo("dry run, nothing was applied\nnothing would change");
    }

    @Test
    void dryRun_restartNeeded_saysSo() {
        text = with("gateway: {port: 1}");

        assertThat(commands.dryRun(CALLER).lines().toList())
                .startsWith("dry run, nothing was applied")
                .endsWith("a restart would be needed");
    }

    @Test
    void dryRun_brokenContent_saysItWouldBeRefused() {
        text = "[]";

        assertThat(commands.dryRun(CALLER).lines().toList())
                .startsWith("dry run, nothing was applied", "a reload would be refused")
                .hasSize(3);
    }

    @Test
    void rollback_afterAReload_goesBack() {
        text = config("large", "small");
        commands.reload(CALLER);

        assertThat(commands.rollback(CALLER))
                .contains(
                        "applied revision 3 (reload-agents, restart-heartbeat)\nrebuilt: main (echo/small)\nkept: coder\n2 agents, by default main (echo/small)\nnote: the model of agent [main] changes");
        assertThat(registry.snapshot().find("main")).contains("main on echo/small");
    }

    @Test
    void rollbackTo_aRevision_goesThereHoweverLongAgoItWas() {
        text = config("large", "small");
        commands.reload(CALLER);
        text = config("large", "large");
        commands.reload(CALLER);

        assertThat(commands.rollbackTo(1, CALLER))
                .contains(
                        "applied revision 4 (reload-agents, restart-heartbeat)\nrebuilt: main (echo/small), coder (echo/small)\nkept: none\n2 agents, by default main (echo/small)\nnote: the model of 2 agents changes: [main], [coder]");
        assertThat(registry.snapshot().find("coder")).contains("coder on echo/small");
    }

    @Test
    void dryRunOfARollback_saysWhatItWouldDo_andLeavesEverything() {
        text = config("large", "small");
        commands.reload(CALLER);
        text = config("large", "large");
        commands.reload(CALLER);

        assertThat(commands.dryRunRollback(CALLER).orElseThrow())
                .contains("agents.list[id=coder].model  \"echo/large\" -> \"echo/small\"");
        assertThat(commands.dryRunRollbackTo(1, CALLER).orElseThrow())
                .contains("agents.list[id=main].model   \"echo/large\" -> \"echo/small\"");
        assertThat(commands.dryRunRollbackTo(7, CALLER).orElseThrow()).contains("no revision [7]");
        assertThat(registry.snapshot().find("coder")).contains("coder on echo/large");
        assertThat(commands.history().orElseThrow()).doesNotContain("rollback");
    }

    @Test
    void rollbackTo_aRevisionThatHistoryDoesNotHave_changesNothing() {
        assertThat(commands.rollbackTo(7, CALLER).orElseThrow())
                .startsWith("nothing applied, the configuration before stays in force\nerror: no revision [7]");
    }

    @Test
    void status_hasRevisionLastDecisionAndPendingPaths() {
        text = "{gateway: {port: 1}, " + config("small", "large").substring(1);
        try (TurnLease<String> turn =
                registry.lease(RouteRequest.builder("console").build())) {
            reloader.reload(ReloadRequest.manual(source, "console/operator").withMode(ReloadMode.HOT), Duration.ZERO);
            String content = reloader.view().current().orElseThrow().document().contentId();

            assertThat(commands.status())
                    .isEqualTo("revision 2, content " + content
                            + "\nlast: " + reloader.view().history().get(1)
                            + "\nwaiting for a restart: gateway"
                            + "\nretired at revision 2, in use by 1 for 0 s");
            assertThat(turn.isRetired()).isTrue();
        }
    }

    @Test
    void status_afterARollback_saysThatAutomaticReloadsAreHeld() {
        text = config("large", "small");
        commands.reload(CALLER);
        commands.rollback(CALLER);
        Instant since = reloader.view().status().hold().orElseThrow().since();

        assertThat(commands.status())
                .contains("\nautomatic reloads are held: console/operator rolled back at " + since + "\nlast: ");
        reloader.resume();
        assertThat(commands.status()).doesNotContain("held");
    }

    @Test
    void status_afterARefusal_reportsItUntilItIsRepaired() {
        text = "{";
        commands.reload(CALLER);
        assertThat(commands.status().lines().skip(1).toList())
                .containsExactly("last: " + reloader.view().history().get(1));
        text = config("large", "small");
        commands.reload(CALLER);

        assertThat(commands.status().lines().skip(1).toList())
                .containsExactly("last: " + reloader.view().history().get(2));
    }

    @Test
    void history_endsWithWhatTheHostKeepsOfEarlierDecisions() {
        String own = commands.history().orElseThrow();

        assertThat(commands.withEarlierHistory(() -> Optional.of("earlier: one"))
                        .history())
                .contains(own + "\nearlier: one");
        assertThat(commands.withEarlierHistory(Optional::empty).history()).contains(own);
    }

    @Test
    void status_withRemarksOfTheHost_endsWithThem() {
        assertThat(commands.withStatusRemarks(() -> Optional.of("the copy could not be kept"))
                        .status())
                .isEqualTo(commands.status() + "\nthe copy could not be kept");
        assertThat(commands.withStatusRemarks(Optional::empty).status()).isEqualTo(commands.status());
    }

    @Test
    void history_ofManyReloads_listsTheNewestFirst() {
        assertThat(commands.history())
                .contains("1970-01-01T00:00:00Z " + reloader.view().history().get(0));
        for (int i = 0; i < 25; i++) {
            text = i % 2 == 0 ? "{" : TWO_AGENTS;
            commands.reload(CALLER);
        }

        assertThat(commands.history().orElseThrow().lines())
                .hasSize(21)
                .startsWith("1970-01-01T00:00:00Z #26 console/operator: invalid: unexpected end of the source at $"
                        + " (config.json:1:2); expected a key or }; the { at 1:1 is still open")
                .anySatisfy(line -> assertThat(line).startsWith("and ").endsWith(" more"));
    }

    @Test
    void describe_decisionOfAnotherActor_usesTheSameWords() {
        assertThat(commands.describe(new ReloadResult.Superseded()))
                .isEqualTo("nothing applied, the configuration before stays in force\nsuperseded by a newer request");
    }

    private static String with(String section) {
        return "{" + section + ", " + TWO_AGENTS.substring(1);
    }

    private static String config(String mainModel, String coderModel) {
        return "{models: {providers: {echo: {models: [{id: 'small'}, {id: 'large'}]}}},"
                + " agents: {list: [{id: 'main', model: 'echo/" + mainModel + "'}, {id: 'coder', model: 'echo/"
                + coderModel + "'}]}}";
    }

    private String agent(ResolvedAgent agent) {
        if (failure != null) {
            throw failure;
        }
        return agent.id() + " on " + agent.model().ref();
    }
}
