// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.examples.gateway.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest extends GatewayFixture {
    private static final String DEAD = """
            {
              "models": {"providers": {
                "dead": {"api": "openai", "baseUrl": "http://127.0.0.1:1/v1", "apiKey": "s3cr3t", "models": [{"id": "x"}]},
                "echo": {"models": [{"id": "small"}]}
              }},
              "agents": {"defaults": {"model": {"primary": "dead/x", "fallbacks": [FALLBACKS]}}},
              "session": {"dmScope": "per-peer"}
            }
            """;
    private static final RouteRequest GRACE = sender("grace");

    @Test
    void help_listsTheHostsCommandsToo() {
        assertThat(gateway.start()).isEmpty();

        assertThat(gateway.answer(ADA, "/help").lines())
                .contains(
                        "/start - say hello",
                        "/switch model to <name> - let another model answer in this conversation",
                        "/list channels - all channels",
                        "/show channel - the channel you write on");
    }

    @Test
    void channelCommands_listTheChannels() throws InterruptedException {
        assertThat(gateway.start()).isEmpty();
        String address = output.take().substring("http: listening on ".length());

        assertThat(gateway.answer(ADA, "/list channels")).isEqualTo("console\nhttp, " + address);
        assertThat(gateway.answer(ADA, "/show channel")).isEqualTo("console");
        assertThat(gateway.answer(ADA, "/start")).isEqualTo("you talk to main; try /help");
    }

    @Test
    void workspaceThatMoves_takesTheConversationsAlong() throws IOException {
        assertThat(gateway.start()).isEmpty();
        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/small) to message 1: hello");

        Files.writeString(file, CONFIG.replace("{\"id\": \"main\"}", "{\"id\": \"main\", \"workspace\": \"home\"}"));
        assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 2");

        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/small) to message 2: hello");
        assertThat(directory.resolve("home/.sessions")).isNotEmptyDirectory();
        assertThat(gateway.answer(ADA, "/clear")).isEqualTo("this conversation is forgotten");
        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/small) to message 1: hello");
    }

    @Test
    void switchModel_concernsOneConversationAlone() {
        assertThat(gateway.start()).isEmpty();

        assertThat(gateway.answer(ADA, "/switch model to echo/large"))
                .isEqualTo("echo/large answers in this conversation now, until /clear or a restart");
        assertThat(gateway.answer(ADA, "/show model"))
                .isEqualTo("echo/large, chosen in this conversation; the agent's own is echo/small");
        assertThat(gateway.answer(GRACE, "/show model")).isEqualTo("echo/small");

        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/large) to message 1: hello");
        assertThat(gateway.answer(GRACE, "hello")).isEqualTo("main (echo/small) to message 1: hello");
    }

    @Test
    void switchModel_toAModelThatAReloadRemoved_givesWayToTheAgentsOwn() throws IOException {
        assertThat(gateway.start()).isEmpty();
        gateway.answer(ADA, "/switch model to large");
        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/large) to message 1: hello");

        Files.writeString(file, CONFIG.replace(", {\"id\": \"large\"}", ""));
        assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 2");

        assertThat(gateway.answer(ADA, "hello"))
                .isEqualTo("(echo/large, chosen in this conversation, is gone: the agent's own model answers)\n"
                        + "main (echo/small) to message 2: hello");
        assertThat(gateway.answer(ADA, "/show model")).isEqualTo("echo/small");
        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/small) to message 3: hello");
    }

    @Test
    void switchModel_byANameThatAReloadGivesToAnother_staysWithTheModelThatWasPromised() throws IOException {
        String named = CONFIG.replace("{\"id\": \"large\"}", "{\"id\": \"large\", \"alias\": \"big\"}");
        Files.writeString(file, named);
        assertThat(gateway.start()).isEmpty();
        assertThat(gateway.answer(ADA, "/switch model to big")).startsWith("echo/large answers");

        Files.writeString(
                file,
                named.replace(", \"alias\": \"big\"", "")
                        .replace("{\"id\": \"small\"}", "{\"id\": \"small\", \"alias\": \"big\"}"));
        assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 2");

        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/large) to message 1: hello");
    }

    @Test
    void switchModel_inAConversationThatIsCleared_endsWithIt() {
        assertThat(gateway.start()).isEmpty();
        gateway.answer(ADA, "/switch model to large");

        assertThat(gateway.answer(ADA, "/clear"))
                .isEqualTo("this conversation is forgotten, and echo/large answers in it no more");
        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/small) to message 1: hello");
    }

    @Test
    void problem_ofAFileThatWasEditedSince_isShownWithTheLineThatWasRead() throws IOException {
        Files.writeString(file, "{");
        ConfigFile read = ConfigFile.of(file);
        ReadResult result = read.read();

        Files.writeString(file, "{\"agents\": {}}");

        assertThat(read.show(result.problems().get(0))).endsWith("\n  1 | {\n       ^");
    }

    @Test
    void problem_inAnIncludedFile_isShownWithItsLine() throws IOException {
        assertThat(gateway.start()).isEmpty();
        Files.writeString(directory.resolve("list.json"), "[\n  {\"id\": \"main\", \"workspce\": \"x\"}\n]");
        Files.writeString(file, CONFIG.replace("[{\"id\": \"main\"}]", "{\"$include\": \"./list.json\"}"));

        assertThat(gateway.answer(ADA, "/reload"))
                .contains(
                        "unknown key [workspce] at agents.list[id=main].workspce (list.json:2:",
                        "  2 |   {\"id\": ***, \"workspce\": \"x\"}");
    }

    @Test
    void problem_ofAReload_showsTheValueAsACheckDoes() throws IOException {
        assertThat(gateway.start()).isEmpty();
        Files.writeString(directory.resolve("token"), "s3cr3t");
        Files.writeString(
                file, CONFIG.replace("\"port\": 0", "\"port\": 0, \"hots\": \"here\", \"tokne\": \"${file:token}\""));

        assertThat(gateway.answer(ADA, "/reload"))
                .startsWith("applied revision 2")
                .contains("\"hots\": \"here\", \"tokne\": ***")
                .doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhookUrl", "webhook_url", "webhook-url"})
    void webhookAddress_thatIsNone_refusesAReloadAsItFailsACheck(String key) throws IOException {
        assertThat(gateway.start()).isEmpty();
        String problem = "error: this is no address at gateway.reload." + key + " (config.json:1:";
        Files.writeString(
                file, CONFIG.replaceFirst("\\{", "{\"gateway\": {\"reload\": {\"" + key + "\": \"not an address\"}},"));

        assertThat(gateway.answer(ADA, "/reload")).startsWith("nothing applied").contains(problem);
        assertThat(ConfigCheck.problems(ConfigFile.of(file).read().orThrow()))
                .anyMatch(found -> ("error: " + found).startsWith(problem) && found.isError());
        Files.writeString(
                file,
                CONFIG.replaceFirst("\\{", "{\"gateway\": {\"reload\": {\"" + key + "\": \"http://127.0.0.1:1/\"}},"));
        assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 2 (reload-webhook)");
    }

    @Test
    void settingsOfTheConsole_thatCannotBeRead_refuseAStartAsTheyFailACheck() throws IOException {
        Files.writeString(file, CONFIG.replace("\"channels\": {", "\"channels\": {\"console\": {\"prompt\": 5}, "));

        assertThat(gateway.start().orElseThrow()).contains("at channels.console.prompt (config.json:5:");
    }

    @Test
    void problem_ofARollback_isShownWithoutALineOfTheFile() throws IOException {
        Files.writeString(directory.resolve("token"), "secret");
        Files.writeString(file, CONFIG.replace("\"port\": 0", "\"port\": 0, \"token\": \"${file:token}\""));
        assertThat(gateway.start()).isEmpty();
        Files.writeString(file, CONFIG);
        assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 2");
        Files.delete(directory.resolve("token"));

        assertThat(gateway.answer(ADA, "/reload --rollback"))
                .startsWith("nothing applied")
                .contains("at channels.http.token (config.json:5:")
                .doesNotContain(" | ");
    }

    @Test
    void switchModel_toAnUnknownModel_saysWhatMayBeMeant() {
        assertThat(gateway.start()).isEmpty();

        assertThat(gateway.answer(ADA, "/switch model to echo/lagre"))
                .isEqualTo("provider [echo] does not list model [lagre]; did you mean [echo/large]?");
        assertThat(gateway.answer(ADA, "/switch model to ecko/large"))
                .isEqualTo("unknown provider [ecko] of model [ecko/large]; did you mean [echo]?");
        assertThat(gateway.answer(ADA, "/switch model large")).isEqualTo("usage: /switch model to <name>");
    }

    @Test
    void turn_whoseModelFails_usesTheFallback() throws IOException {
        Files.writeString(file, DEAD.replace("FALLBACKS", "\"echo/small\""));
        assertThat(gateway.start()).isEmpty();

        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/small) to message 1: hello");
    }

    @Test
    void turn_withoutAnyModelThatAnswers_saysWhatWasAskedAndNoSecret() throws IOException {
        Files.writeString(file, DEAD.replace("FALLBACKS", ""));
        assertThat(gateway.start()).isEmpty();

        assertThat(gateway.answer(ADA, "hello"))
                .isEqualTo("no answer: dead/x cannot be reached")
                .doesNotContain("s3cr3t");
        assertThat(gateway.answer(ADA, "/switch model to echo/small")).startsWith("echo/small answers");
        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/small) to message 1: hello");
    }

    @Test
    void emptyConfiguration_isTheImplicitAgentWithTheHostsModel() throws IOException {
        Files.writeString(file, "{}");

        assertThat(gateway.start()).isEmpty();
        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/echo) to message 1: hello");
        assertThat(gateway.answer(ADA, "/show agents")).isEqualTo("main (echo/echo), default");
        assertThat(gateway.address()).isEmpty();
    }

    @Test
    void agentsWithoutAModel_haveTheHosts() throws IOException {
        Files.writeString(file, "{\"agents\": {\"list\": [{\"id\": \"coder\"}]}}");

        assertThat(gateway.start()).isEmpty();
        assertThat(gateway.answer(ADA, "hello")).isEqualTo("coder (echo/echo) to message 1: hello");
    }

    @Test
    void switchChannel_saysWhetherThereIsSuchAChannel() {
        assertThat(gateway.start()).isEmpty();

        assertThat(gateway.answer(ADA, "/switch channel to HTTP"))
                .isEqualTo("http can be written on; answers go where a message comes from, here to console");
        assertThat(gateway.answer(ADA, "/switch channel to telegram"))
                .isEqualTo("unknown channel [telegram]; expected console or http");
        assertThat(gateway.answer(ADA, "/switch channel http")).isEqualTo("usage: /switch channel to <name>");
        assertThat(gateway.answer(ADA, "/switch")).isEqualTo("usage: /switch model to <name>|channel to <name>");
    }

    @Test
    void commandThatIsNone_isTakenToNoModel() {
        assertThat(gateway.start()).isEmpty();

        assertThat(gateway.answer(ADA, "/relaod")).isEqualTo("unknown command [/relaod]; did you mean [/reload]?");
        assertThat(gateway.answer(ADA, "/exit")).isEqualTo("unknown command [/exit]; /help lists all");
        assertThat(gateway.answer(ADA, "!models")).isEqualTo("unknown command [!models]; /help lists all");
        assertThat(gateway.answer(ADA, "/show model\u00a0")).isEqualTo("echo/small");
        assertThat(gateway.answer(ADA, "/etc/hosts says what?"))
                .isEqualTo("main (echo/small) to message 1: /etc/hosts says what?");
    }

    @Test
    void linesThatWerePasted_areOneMessageAndNoCommand() {
        assertThat(gateway.start()).isEmpty();

        assertThat(gateway.answer(ADA, "/clear\n/reload")).isEqualTo("main (echo/small) to message 1: /clear\n/reload");
        assertThat(gateway.answer(ADA, "again")).isEqualTo("main (echo/small) to message 2: again");
    }

    @Test
    void hostCommands_refuseWordsTheyDoNotTake() {
        assertThat(gateway.start()).isEmpty();
        gateway.answer(ADA, "hello");

        assertThat(gateway.answer(ADA, "/clear the table")).isEqualTo("unexpected [the]; usage: /clear");
        assertThat(gateway.answer(ADA, "/start now")).isEqualTo("unexpected [now]; usage: /start");
        assertThat(gateway.answer(ADA, "/list channels now")).isEqualTo("unexpected [now]; usage: /list channels");
        assertThat(gateway.answer(ADA, "again")).isEqualTo("main (echo/small) to message 2: again");
    }

    @Test
    void rollback_toARevision_goesThereAndWithWordsItDoesNotTakeNowhere() throws IOException {
        assertThat(gateway.start()).isEmpty();
        Files.writeString(file, CONFIG.replace("\"model\": \"echo/small\"", "\"model\": \"echo/large\""));
        assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 2");

        assertThat(gateway.answer(ADA, "/reload --rollback --dry-run"))
                .contains("agents.defaults.model  \"echo/large\" -> \"echo/small\"");
        assertThat(gateway.answer(ADA, "/show model")).isEqualTo("echo/large");

        Files.writeString(file, CONFIG.replace("\"model\": \"echo/small\"", "\"model\": \"large\""));
        assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 3");
        assertThat(gateway.answer(ADA, "/reload --rollback 1")).startsWith("applied revision 4");
        assertThat(gateway.answer(ADA, "/show model")).isEqualTo("echo/small");
    }

    @Test
    void history_betweenTwoRevisions_showsThePlanWithoutSecrets() throws IOException {
        Files.writeString(file, CONFIG.replace("\"port\": 0", "\"port\": 0, \"token\": \"s3cr3t-one\""));
        assertThat(gateway.start()).isEmpty();
        Files.writeString(file, CONFIG.replace("\"port\": 0", "\"port\": 0, \"token\": \"s3cr3t-two\""));
        assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 2");
        Files.writeString(
                file,
                CONFIG.replace("\"model\": \"echo/small\"", "\"model\": \"echo/large\"")
                        .replace("\"port\": 0", "\"port\": 0, \"token\": \"s3cr3t-two\""));
        assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 3");

        assertThat(gateway.answer(ADA, "/history 1 3"))
                .startsWith("hot: 2 changes")
                .contains("agents.defaults.model  \"echo/small\" -> \"echo/large\"", "channels.http.token")
                .doesNotContain("s3cr3t");
        assertThat(gateway.answer(ADA, "/history 3 2")).contains("\"echo/large\" -> \"echo/small\"");
        assertThat(gateway.answer(ADA, "/history 2 2")).startsWith("nothing to do");
        assertThat(gateway.answer(ADA, "/history 1 9")).isEqualTo("the history has no revision [9]");
        assertThat(gateway.answer(ADA, "/history 1")).isEqualTo("usage: /history <from> <to>");
        assertThat(gateway.answer(ADA, "/history")).contains("#3 console/ada");
        assertThat(JsonText.compact(gateway.operations().desk.diff(1, 3).body()))
                .contains("\"explained\":\"hot: 2 changes")
                .doesNotContain("s3cr3t");
        assertThat(gateway.operations().desk.diff(1, 9).status()).isEqualTo(404);
    }

    @Test
    void rollback_leavesACopyThatWritesItToTheFile() throws IOException {
        String text = "// as I like it\n" + CONFIG;
        Files.writeString(file, text);
        assertThat(gateway.start()).isEmpty();
        Files.writeString(file, CONFIG.replace("\"model\": \"echo/small\"", "\"model\": \"echo/large\""));
        assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 2");
        assertThat(gateway.answer(ADA, "/reload --rollback")).startsWith("applied revision 3");
        assertThat(gateway.answer(ADA, "/status")).contains("config.json differs from what is in force");
        gateway.close(); // by then the copy is written

        Files.copy(directory.resolve("config.json.last-good"), file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(file).hasContent(text);
        try (Gateway next = new Gateway(ConfigFile.of(file), directory.resolve(".sessions"), output::add, Set.of())) {
            assertThat(next.start()).isEmpty();
            assertThat(next.answer(ADA, "/show model")).isEqualTo("echo/small");
        }
    }

    @Test
    void warningBesideALongText_isShownAndTheReloadApplied() throws IOException {
        assertThat(gateway.start()).isEmpty();
        String agent =
                "{\"id\": \"main\", \"systemPrompt\": \"" + "be helpful ".repeat(5_000) + "\", \"workspce\": \"x\"}";
        Files.writeString(file, CONFIG.replace("{\"id\": \"main\"}", agent));

        assertThat(gateway.answer(ADA, "/reload"))
                .startsWith("applied revision 2")
                .contains("warning: unknown key [workspce] at agents.list[id=main].workspce");
    }

    @Test
    void answer_thatFailsInAnUnforeseenWay_isReported() {
        assertThat(gateway.answer(ADA, "hello before the start")).isEqualTo("no answer: IllegalStateException");
    }

    @Test
    void close_whileAThreadWaitsForIt_endsTheWait() throws Exception {
        assertThat(gateway.start()).isEmpty();
        ExecutorService main = Executors.newSingleThreadExecutor();
        Future<Lifetime.Ending> waiting = main.submit(gateway.lifetime()::awaitEnd);
        main.shutdown();

        assertThat(gateway.address()).isPresent();
        assertThat(waiting).isNotDone();
        gateway.close();
        assertThat(waiting.get()).isEqualTo(Lifetime.Ending.STOP);
    }

    @Test
    void stopCommand_withoutATurn_saysSo() {
        assertThat(gateway.start()).isEmpty();

        assertThat(gateway.answer(ADA, "/stop")).isEqualTo("no turn runs in this conversation");
    }

    @Test
    void restartCommand_endsTheGatewayToBeginAgain() throws Exception {
        assertThat(gateway.start()).isEmpty();

        assertThat(gateway.answer(ADA, "/restart")).startsWith("restarting");
        assertThat(gateway.lifetime().awaitEnd()).isEqualTo(Lifetime.Ending.RESTART);
    }
}
