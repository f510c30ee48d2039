// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.MatchTier;
import dev.agentreload.agents.routing.Route;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.agents.routing.Router;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.agents.session.FileSessionStore;
import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionRole;
import dev.agentreload.agents.session.SessionStore;
import dev.agentreload.agents.session.SessionStoreException;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.ModelCatalog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandGatewayTest {

    private static final CommandCaller CALLER = new CommandCaller("console", "default", "operator");
    private static final ConfigDocument CONFIG = ConfigDocument.parse("config.json", """
            {
              models: {providers: {echo: {models: [{id: 'small'}, {id: 'large'}]}}},
              agents: {defaults: {model: 'echo/small'}, list: [{id: 'main'}, {id: 'coder', name: 'Coder', model: 'echo/large'}]}
            }
            """);

    private final List<String> asked = new ArrayList<>();
    private final RecordingReloads reloads = new RecordingReloads();

    @ParameterizedTest
    @ValueSource(strings = {"/reload", "!reload", "  /ReLoad ", "/reload@bot", "/reload@someone"})
    void answer_everySpellingOfAName_isTheCommand(String text) {
        assertThat(answer(text)).isEqualTo("applied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "/", "/unknown", "// comment", "/etc/passwd", "1 /reload", "/status/of"})
    void answer_noCommand_isNotAnswered(String text) {
        assertThat(gateway().answer(request(text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    /reload --dry-run  ~ would apply
                    /reload --DRY-RUN  ~ would apply
                    /reload --rollback ~ this host has no rollback
                    /status            ~ revision 7
                    /history           ~ this host keeps no history
                    /why               ~ coder answers here because no binding matches and it is the default
                    /why models.mode   ~ this host keeps no history
                    /why models..mode  ~ [models..mode] is no path: bad path [models..mode]: expected a name at column 8
                    /list agnets       ~ unknown option [agnets]; did you mean [agents]? usage: /list agents|models
                    /reload -rollback  ~ unknown option [-rollback]; did you mean [--rollback]? usage: /reload [--dry-run [--rollback [<revision>]]|--hot|--rollback [<revision>] [--dry-run]]
                    /relaod            ~ unknown command [/relaod]; did you mean [/reload]?
                    !Halp              ~ unknown command [/halp]; did you mean [/help]?
                    /reload --force    ~ unknown option [--force]; usage: /reload [--dry-run [--rollback [<revision>]]|--hot|--rollback [<revision>] [--dry-run]]
                    /list              ~ usage: /list agents|models
                    /list cats         ~ unknown option [cats]; usage: /list agents|models
                    /show              ~ usage: /show agents|agent|model
                    /show agent        ~ coder (Coder), model echo/large
                    /show model        ~ echo/large
                    """)
    void answer_command_says(String text, String expected) {
        assertThat(answer(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    /help me                      ~ unexpected [me]; usage: /help
                    /status of it                 ~ unexpected [of]; usage: /status
                    /list agents please           ~ unexpected [please]; usage: /list agents
                    /show model echo/large        ~ unexpected [echo/large]; usage: /show model
                    /reload --dry-run now         ~ unexpected [now]; usage: /reload --dry-run [--rollback [<revision>]]
                    /reload --dry-run --rollback x ~ unexpected [x]; usage: /reload --dry-run [--rollback [<revision>]]
                    /reload --rollback -1         ~ unexpected [-1]; usage: /reload --rollback [<revision>] [--dry-run]
                    /reload --rollback 0          ~ unexpected [0]; usage: /reload --rollback [<revision>] [--dry-run]
                    /reload --rollback 1 2        ~ unexpected [2]; usage: /reload --rollback [<revision>] [--dry-run]
                    /reload --rollback --dry-run 1 ~ unexpected [--dry-run]; usage: /reload --rollback [<revision>] [--dry-run]
                    """)
    void answer_wordsThatACommandDoesNotTake_areRefusedWithItsUsage(String text, String expected) {
        assertThat(answer(text)).isEqualTo(expected);
        assertThat(reloads.calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    /reload --rollback --dry-run    ~ dryRunRollback
                    /reload --dry-run --rollback    ~ dryRunRollback
                    /reload --rollback 12 --dry-run ~ dryRunRollbackTo 12
                    /reload --DRY-RUN --ROLLBACK 12 ~ dryRunRollbackTo 12
                    """)
    void answer_rollbackAsADryRun_neverRollsBack(String text, String call) {
        assertThat(answer(text)).isEqualTo("would go back");
        assertThat(reloads.calls).containsExactly(call);
    }

    @Test
    void answer_rollbackToARevision_goesThere() {
        assertThat(answer("/reload --rollback 12")).isEqualTo("back to 12");
        assertThat(reloads.calls).containsExactly("rollbackTo 12");
    }

    @Test
    void answer_reloadWithoutAReloader_saysThatItIsNotAvailable() {
        CommandGateway gateway = CommandGateway.builder().bot("ours").build();

        assertThat(gateway.answer(request("/reload"))).contains("reload is not available here");
        assertThat(gateway.answer(request("/reload --rollback"))).contains("reload is not available here");
        assertThat(gateway.answer(request("/reload@other"))).isEmpty();
        assertThat(gateway.answer(request("/help"))).hasValue("/help - what can be typed");
    }

    @Test
    void answer_lists_namesEveryAgentAndModel() {
        assertThat(answer("/list agents")).isEqualTo("main (echo/small), default\ncoder (echo/large)");
        assertThat(answer("/show agents")).isEqualTo(answer("/list agents"));
        assertThat(answer("/list models")).isEqualTo("echo/small\necho/large");
    }

    @Test
    void answer_longLists_endWithANumber() {
        AgentRegistry<String> registry = registry(ConfigDocument.parse("config.json", many(400)));
        CommandGateway gateway =
                CommandGateway.builder().registry(registry, catalog(registry)).build();

        assertThat(gateway.answer(request("/list agents")).orElseThrow().lines())
                .hasSize(21)
                .startsWith("a0 (echo/m0), default", "a1 (echo/m1)")
                .endsWith("and 380 more");
        assertThat(gateway.answer(request("/list models")).orElseThrow().lines())
                .hasSize(21)
                .startsWith("echo/m0", "echo/m1")
                .endsWith("and 380 more");
    }

    private static String many(int count) {
        return "{models: {providers: {echo: {models: [" + each(count, "{id: 'm%1$d'}") + "]}}}, agents: {list: ["
                + each(count, "{id: 'a%1$d', model: 'echo/m%1$d'}") + "]}}";
    }

    private static String each(int count, String text) {
        return IntStream.range(0, count).mapToObj(text::formatted).collect(Collectors.joining(", "));
    }

    @Test
    void answer_showModelOfAConversationWithAnotherOne_namesBoth() {
        AgentRegistry<String> registry = registry(CONFIG);
        CommandRequest show = request("/show model");
        CommandGateway gateway = CommandGateway.builder()
                .registry(
                        registry,
                        catalog(registry),
                        session -> Optional.of("echo/small").filter(chosen -> session.equals(show.session())))
                .build();

        assertThat(gateway.answer(show))
                .contains("echo/small, chosen in this conversation; the agent's own is echo/large");
    }

    @Test
    void answer_why_namesTheBindingAndTheMissingAgent() {
        ConfigDocument document = ConfigDocument.parse("config.json", """
                {
                  models: {providers: {echo: {models: [{id: 'small'}]}}},
                  agents: {defaults: {model: 'echo/small'}, list: [{id: 'main'}, {id: 'coder'}]},
                  bindings: [
                    {agentId: 'coder', match: {channel: 'telegram'}},
                    {agentId: 'reviwer', match: {channel: 'discord', accountId: '*'}}]
                }
                """);
        AgentRegistry<String> registry = registry(document);
        CommandGateway gateway =
                CommandGateway.builder().registry(registry, catalog(registry)).build();
        Router router = registry.snapshot().router();

        assertThat(gateway.answer(CommandRequest.of("/why", CALLER, router, RouteRequest.of("telegram"))))
                .contains("coder answers here because of bindings[0] (binding.account)");
        assertThat(gateway.answer(CommandRequest.of("/why", CALLER, router, RouteRequest.of("discord"))))
                .contains("main answers here because of bindings[1] (binding.channel),"
                        + " in place of the agent [reviwer], which does not exist");
    }

    @Test
    void answer_mistypedCommandOfAHostThatPassesThemOn_isNotAnswered() {
        CommandGateway gateway = builder().passMistyped().build();

        assertThat(gateway.answer(request("/relaod"))).isEmpty();
        assertThat(gateway.answer(request("/help"))).isPresent();
    }

    @Test
    void answer_mistypedCommandForAnotherBot_isNotAnswered() {
        CommandGateway gateway = builder().bot("ours").build();

        assertThat(gateway.answer(request("/relaod@other"))).isEmpty();
        assertThat(gateway.answer(request("/relaod@ours"))).isPresent();
    }

    @Test
    void answer_help_namesEveryCommandInOrder() {
        assertThat(answer("/help")).isEqualTo("""
                        /help - what can be typed
                        /list agents - all agents
                        /list models - all models
                        /show agents - all agents
                        /show agent - the agent that answers here
                        /show model - the model it answers with
                        /why - why this agent answers here
                        /why <path> - who gave a value of the configuration, and when
                        /reload - apply the configuration
                        /reload --dry-run [--rollback [<revision>]] - say what a reload or a rollback would do
                        /reload --hot - apply what needs no restart now
                        /reload --rollback [<revision>] [--dry-run] - go back to the configuration before, or to a revision
                        /status - which configuration is in force
                        /history - the newest reloads and how they ended
                        /greet <name> - greets""");
    }

    @Test
    void answer_withoutAuthorizer_onlyHarmlessCommands() {
        CommandGateway gateway = builder().build();

        assertThat(gateway.answer(request("/why models.mode"))).hasValue("you may not use /why");
        assertThat(gateway.answer(request("/why"))).get().asString().startsWith("coder answers here");
        assertThat(gateway.answer(request("/reload"))).hasValue("you may not use /reload");
        assertThat(gateway.answer(request("/list models"))).hasValue("echo/small\necho/large");
        assertThat(reloads.calls).isEmpty();
    }

    @Test
    void answer_guardedCommand_asksForItByItsWholeName() {
        answer("/reload --rollback");
        answer("/help");

        assertThat(asked).containsExactly("operator: reload --rollback");
    }

    @Test
    void answer_authorizerThrows_isANo() {
        CommandGateway gateway = builder()
                .authorizer((caller, command) -> {
                    throw new IllegalStateException("s3cr3t");
                })
                .build();

        assertThat(gateway.answer(request("/reload"))).hasValue("/reload failed: IllegalStateException");
        assertThat(reloads.calls).isEmpty();
    }

    @Test
    void answer_clear_forgetsTheSessionWhereItsAgentKeepsIt(@TempDir Path directory) throws SessionStoreException {
        CommandRequest clear = request("/clear");
        SessionStore own = FileSessionStore.create(directory.resolve("own"));
        SessionStore others = FileSessionStore.create(directory.resolve("others"));
        SessionMessage message = SessionMessage.of(SessionRole.USER, "hello", Instant.EPOCH);
        own.append(clear.session(), message);
        others.append(clear.session(), message);
        CommandGateway gateway = builder()
                .sessions(agent -> agent.equals(clear.agent()) ? own : others)
                .authorizer((caller, command) -> true)
                .build();

        gateway.answer(clear);

        assertThat(own.history(clear.session(), 10).messages()).isEmpty();
        assertThat(others.history(clear.session(), 10).messages()).hasSize(1);
    }

    @Test
    void answer_clear_forgetsTheSessionItIsTypedIn(@TempDir Path directory) throws SessionStoreException {
        SessionStore sessions = FileSessionStore.create(directory);
        CommandRequest clear = request("/clear");
        SessionKey other = new SessionKey("agent:main:main");
        SessionMessage message = SessionMessage.of(SessionRole.USER, "hello", Instant.EPOCH);
        sessions.append(clear.session(), message);
        sessions.append(other, message);
        CommandGateway gateway = builder()
                .sessions(agent -> sessions)
                .authorizer((caller, command) -> command.equals("clear"))
                .build();

        assertThat(gateway.answer(clear)).hasValue("this conversation is forgotten");
        assertThat(sessions.history(clear.session(), 10).messages()).isEmpty();
        assertThat(sessions.history(other, 10).messages()).hasSize(1);
    }

    @Test
    void answer_clearWithWords_forgetsNothing(@TempDir Path directory) throws SessionStoreException {
        SessionStore sessions = FileSessionStore.create(directory);
        CommandRequest clear = request("/clear the table please");
        sessions.append(clear.session(), List.of(SessionMessage.of(SessionRole.USER, "hello", Instant.EPOCH)));
        CommandGateway gateway = builder()
                .sessions(agent -> sessions)
                .authorizer((caller, command) -> true)
                .build();

        assertThat(gateway.answer(clear)).hasValue("unexpected [the]; usage: /clear");
        assertThat(sessions.history(clear.session(), 10).messages()).hasSize(1);
    }

    @Test
    void answer_hostCommand_getsItsArguments() {
        assertThat(answer("/greet Ada Grace")).isEqualTo("hello [Ada, Grace]");
    }

    @Test
    void answer_commandThrows_reportsTheTypeOnly() {
        CommandGateway gateway = builder()
                .authorizer((caller, command) -> true)
                .command(hostCommand("boom", call -> {
                    throw new IllegalArgumentException("s3cr3t");
                }))
                .build();

        assertThat(gateway.answer(request("/boom"))).hasValue("/boom failed: IllegalArgumentException");
    }

    @Test
    void answer_commandRunsOutOfStack_isAnAnswerToo() {
        CommandGateway gateway = builder()
                .authorizer((caller, command) -> true)
                .command(hostCommand("boom", call -> {
                    throw new StackOverflowError();
                }))
                .build();

        assertThat(gateway.answer(request("/boom"))).hasValue("/boom failed: StackOverflowError");
    }

    @Test
    void answer_commandRunsOutOfMemory_isThrownOn() {
        CommandGateway gateway = builder()
                .authorizer((caller, command) -> true)
                .command(hostCommand("boom", call -> {
                    throw new OutOfMemoryError();
                }))
                .build();

        assertThatThrownBy(() -> gateway.answer(request("/boom"))).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void answer_addressedToTheBotInOtherLetters_isTheCommand() {
        CommandGateway gateway = builder().bot("MyBot").build();

        assertThat(gateway.answer(request("/help@mybot"))).isPresent();
        assertThat(gateway.answer(request("/help@MYBOT"))).isPresent();
    }

    @Test
    void answer_addressedToAnotherBot_isPassedThrough() {
        CommandGateway gateway = builder().bot("ours").build();

        assertThat(gateway.answer(request("/help@other"))).isEmpty();
        assertThat(gateway.answer(request("/help@ours"))).isPresent();
    }

    @Test
    void build_commandThatTakesWordsBesideOneThatTakesNone_bothAnswer() {
        CommandGateway gateway = builder()
                .command(hostCommand("show agent", call -> "words"))
                .authorizer((caller, command) -> true)
                .build();

        assertThat(gateway.answer(request("/show agent me"))).hasValue("words");
        assertThat(gateway.answer(request("/show agent"))).hasValue("coder (Coder), model echo/large");
    }

    @Test
    void build_twoCommandsWithOneName_isRefused() {
        CommandGateway.Builder builder =
                builder().command(ChatCommand.of("list agents", "again", Audience.EVERYONE, call -> ""));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two commands have the name [list agents]");
    }

    @Test
    void build_malformedName_isRefused() {
        CommandGateway.Builder builder = builder().command(hostCommand("/List", call -> ""));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad command name [/List]: expected one or two words in lower case");
    }

    private String answer(String text) {
        return gateway().answer(request(text)).orElseThrow();
    }

    private CommandGateway gateway() {
        return builder()
                .command(hostCommand("greet", call -> "hello " + call.arguments()))
                .authorizer((caller, command) -> asked.add(caller.senderId() + ": " + command))
                .build();
    }

    private CommandGateway.Builder builder() {
        AgentRegistry<String> registry = registry(CONFIG);
        return CommandGateway.builder().registry(registry, catalog(registry)).reload(reloads);
    }

    private static AgentRegistry<String> registry(ConfigDocument document) {
        AgentRegistry<String> registry = AgentRegistry.create(CommandGatewayTest::agent, HostRuntime.of(Runnable::run));
        registry.reload(document);
        return registry;
    }

    private static ModelCatalog catalog(AgentRegistry<?> registry) {
        return ModelCatalog.builder(HostRuntime.of(Runnable::run))
                .build(registry.snapshot().config().models());
    }

    private static String agent(ResolvedAgent agent) {
        return agent.id().toString();
    }

    private static CommandRequest request(String text) {
        return new CommandRequest(
                text,
                CALLER,
                new Route(new AgentId("coder"), MatchTier.DEFAULT, Optional.empty(), Optional.empty()),
                new SessionKey("agent:coder:main"));
    }

    private static ChatCommand hostCommand(String name, Function<CommandCall, String> body) {
        return ChatCommand.of(name, "greets", Audience.OPERATORS, body::apply).taking("<name>");
    }

    /** Answers with fixed words and remembers what it was asked for. */
    private static final class RecordingReloads implements ReloadCommands {

        private final List<String> calls = new ArrayList<>();

        @Override
        public String reload(CommandCaller caller) {
            calls.add("reload");
            return "applied";
        }

        @Override
        public String dryRun(CommandCaller caller) {
            calls.add("dryRun");
            return "would apply";
        }

        @Override
        public Optional<String> rollback(CommandCaller caller) {
            calls.add("rollback");
            return Optional.empty();
        }

        @Override
        public Optional<String> rollbackTo(long revision, CommandCaller caller) {
            calls.add("rollbackTo " + revision);
            return Optional.of("back to " + revision);
        }

        @Override
        public Optional<String> dryRunRollback(CommandCaller caller) {
            calls.add("dryRunRollback");
            return Optional.of("would go back");
        }

        @Override
        public Optional<String> dryRunRollbackTo(long revision, CommandCaller caller) {
            calls.add("dryRunRollbackTo " + revision);
            return Optional.of("would go back");
        }

        @Override
        public String status() {
            return "revision 7";
        }
    }
}
