package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.routing.PeerKind;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.examples.gateway.channel.HttpCaller;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest {

    private static final String CONFIG = """
            {
              "models": {"providers": {"echo": {"models": [{"id": "small"}, {"id": "large"}]}}},
              "agents": {"defaults": {"model": "echo/small"}, "list": [{"id": "main"}]},
              "session": {"dmScope": "per-peer"},
              "channels": {"http": {"port": 0}}
            }
            """;
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
    private static final String HALF_A_HEAD = "POST /messages HTTP/1.1\r\nHost: local";
    private static final String HALF_A_BODY = "POST /messages HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";

    private static final RouteRequest ADA = sender("ada");
    private static final RouteRequest GRACE = sender("grace");

    @TempDir
    private Path directory;

    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private Path file;
    private Path copy;
    private Gateway gateway;

    @BeforeEach
    void compose() throws IOException {
        file = Files.writeString(directory.resolve("config.json"), CONFIG);
        copy = directory.resolve("config.json.last-good");
        gateway = new Gateway(ConfigFile.of(file), directory.resolve(".sessions"), output::add, Set.of());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

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
    void channelCommands_tellWhereOneCanWrite() throws InterruptedException {
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
                .isEqualTo("echo/large answers in this conversation now, until the gateway is started again");
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

        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/small) to message 2: hello");
        assertThat(gateway.answer(ADA, "/show model")).isEqualTo("echo/small");
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
    void start_withAProviderOfAnUnknownKind_saysWhatIsKnown() throws IOException {
        Files.writeString(file, CONFIG.replace("{\"echo\": {", "{\"echo\": {\"api\": \"ecko\", "));

        assertThat(gateway.start().orElseThrow())
                .contains("provider [echo] speaks [ecko] at models.providers.echo", "expected echo, openai");
    }

    @Test
    void httpMessage_thatClaimsToComeFromTheConsole_isAStrangersAndMayNotReload() throws Exception {
        assertThat(gateway.start()).isEmpty();
        HttpCaller caller = caller("");
        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/small) to message 1: hello");

        assertThat(caller.post("/messages", fromConsole("/reload")))
                .isEqualTo("403 {\"error\":\"you may not use /reload\"}");
        assertThat(caller.post("/messages", fromConsole("hello")))
                .isEqualTo("200 {\"text\":\"main (echo/small) to message 1: hello\"}");
        assertThat(caller.post("/messages", fromConsole("/clear")))
                .isEqualTo("200 {\"text\":\"this conversation is forgotten\"}");
        assertThat(gateway.answer(ADA, "again")).isEqualTo("main (echo/small) to message 2: again");
    }

    @Test
    void httpMessage_withTheToken_goesOnWithTheConversationItNames() throws Exception {
        Files.writeString(file, CONFIG.replace("\"port\": 0", "\"port\": 0, \"token\": \"s3cr3t\""));
        assertThat(gateway.start()).isEmpty();
        HttpCaller caller = caller("s3cr3t");

        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/small) to message 1: hello");
        assertThat(caller.post("/messages", fromConsole("again")))
                .isEqualTo("200 {\"text\":\"main (echo/small) to message 2: again\"}");
        assertThat(caller.post("/messages", fromConsole("/reload")))
                .isEqualTo("403 {\"error\":\"you may not use /reload\"}");
    }

    @Test
    void clientsThatSendHalfARequest_doNotStopOthers() throws Exception {
        assertThat(gateway.start()).isEmpty();
        HttpCaller caller = caller("");
        List<Socket> slow = new ArrayList<>();
        try {
            for (String half : List.of(HALF_A_BODY, HALF_A_HEAD)) {
                for (int i = 0; i < 16; i++) {
                    Socket socket = new Socket(
                            caller.address().getHost(), caller.address().getPort());
                    slow.add(socket);
                    socket.getOutputStream().write(half.getBytes(StandardCharsets.UTF_8));
                }
            }

            assertThat(caller.post("/messages", "{\"text\": \"hello\"}"))
                    .isEqualTo("200 {\"text\":\"main (echo/small) to message 1: hello\"}");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void callersOfOneConversationAtOnce_areEachAnsweredForTheirOwnMessage() throws Exception {
        Files.writeString(file, CONFIG.replace("per-peer", "main"));
        assertThat(gateway.start()).isEmpty();
        ExecutorService people = Executors.newCachedThreadPool();
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String text = "question-" + i;
            RouteRequest sender = sender("p" + i);
            answers.add(people.submit(() -> gateway.answer(sender, text)));
        }
        people.shutdown();

        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            String answer = answers.get(i).get();
            assertThat(answer).startsWith("main (echo/small) to message ").endsWith(": question-" + i);
            numbers.add(answer.replaceAll(".* message (\\d+): .*", "$1"));
        }
        assertThat(numbers).doesNotHaveDuplicates();
    }

    @Test
    void emptyConfiguration_isTheImplicitAgentWithTheHostsModel() throws IOException {
        Files.writeString(file, "{}");

        assertThat(gateway.start()).isEmpty();
        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/echo) to message 1: hello");
        assertThat(gateway.answer(ADA, "/show agents")).isEqualTo("main (echo/echo), default");
        assertThat(gateway.hasChannel()).isFalse();
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
    void close_whileSomebodyWaitsForIt_letsThemGo() throws Exception {
        assertThat(gateway.start()).isEmpty();
        ExecutorService main = Executors.newSingleThreadExecutor();
        Future<Gateway.Ending> waiting = main.submit(gateway::awaitEnd);
        main.shutdown();

        assertThat(gateway.hasChannel()).isTrue();
        assertThat(waiting).isNotDone();
        gateway.close();
        assertThat(waiting.get()).isEqualTo(Gateway.Ending.STOP);
    }

    @Test
    void start_withABrokenFile_saysWhereAndNamesTheCopyThatWorked() throws IOException {
        assertThat(gateway.start()).isEmpty();
        gateway.close();
        Files.writeString(file, "{\"agents\": {{");

        gateway = new Gateway(ConfigFile.of(file), directory.resolve(".sessions"), output::add, Set.of());
        Optional<String> refusal = gateway.start();

        assertThat(refusal.orElseThrow())
                .startsWith("error: unexpected [{] at agents (config.json:1:13); expected a key or }\n")
                .endsWith("\nthe last configuration that worked is in config.json.last-good; "
                        + "run with --last-good to start with it");
    }

    @Test
    void start_thatFailsForAnotherReasonThanTheFile_namesNoCopy() throws IOException {
        assertThat(gateway.start()).isEmpty();
        gateway.close();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(file, CONFIG.replace("\"port\": 0", "\"port\": " + taken.getLocalPort()));

            gateway = new Gateway(ConfigFile.of(file), directory.resolve(".sessions"), output::add, Set.of());

            assertThat(gateway.start().orElseThrow())
                    .startsWith("rolled back: ")
                    .doesNotContain("last-good");
        }
    }

    @Test
    void startWithLastGood_withABrokenFile_worksAndReloadsTheFileWhenItIsMended() throws IOException {
        Files.writeString(copy, CONFIG);
        Files.writeString(file, "{\"agents\": {{");

        assertThat(gateway.startWithLastGood()).isEmpty();

        assertThat(output).contains("starting with config.json.last-good in place of config.json");
        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/small) to message 1: hello");
        assertThat(gateway.answer(ADA, "/reload")).startsWith("nothing applied");
        assertThat(file).hasContent("{\"agents\": {{");

        Files.writeString(file, CONFIG.replace("\"model\": \"echo/small\"", "\"model\": \"echo/large\""));
        assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 2");
        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/large) to message 2: hello");
    }

    @Test
    void startWithLastGood_withACorruptCopy_usesThePreviousOneAndKeepsTheCorruptOneAside() throws IOException {
        Files.writeString(copy, CONFIG.substring(0, 40));
        Files.writeString(directory.resolve("config.json.last-good.previous"), CONFIG);

        assertThat(gateway.startWithLastGood()).isEmpty();

        assertThat(output).contains("starting with config.json.last-good.previous in place of config.json");
        assertThat(directory.resolve("config.json.last-good.corrupt")).hasContent(CONFIG.substring(0, 40));
    }

    @Test
    void startWithLastGood_withACopyThatIsGoodNoMore_usesThePreviousOne() throws IOException {
        Files.writeString(copy, CONFIG.replace("\"model\": \"echo/small\"", "\"model\": \"gone/small\""));
        Files.writeString(directory.resolve("config.json.last-good.previous"), CONFIG);

        assertThat(gateway.startWithLastGood()).isEmpty();

        assertThat(output).contains("starting with config.json.last-good.previous in place of config.json");
    }

    @Test
    void start_whenTheCopyIsNoBetter_doesNotRecommendIt() throws IOException {
        String missing = CONFIG.replace("\"port\": 0", "\"port\": 0, \"token\": \"${NO_SUCH_VARIABLE}\"");
        Files.writeString(copy, missing);
        Files.writeString(file, missing);

        assertThat(gateway.start().orElseThrow()).contains("NO_SUCH_VARIABLE").doesNotContain("--last-good");
    }

    @Test
    void startWithLastGood_withoutACopy_saysSo() {
        assertThat(gateway.startWithLastGood())
                .contains("no copy of a configuration that worked is beside config.json");
    }

    @Test
    void rollback_isShownAndHoldsAutomaticReloadsUntilTheyAreLetInAgain() throws IOException {
        assertThat(gateway.start()).isEmpty();
        awaitContent(copy, CONFIG);
        String edited = CONFIG.replace("\"model\": \"echo/small\"", "\"model\": \"echo/large\"");
        Files.writeString(file, edited);
        assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 2");
        assertThat(gateway.answer(ADA, "/status")).doesNotContain("differs");
        awaitContent(copy, edited);

        gateway.answer(ADA, "/reload --rollback");

        assertThat(gateway.answer(ADA, "/status"))
                .contains("config.json differs from what is in force")
                .contains("automatic reloads are held since console/ada went back at ");
        awaitContent(copy, CONFIG);
        assertThat(gateway.answer(ADA, "/resume")).isEqualTo("automatic reloads are let in again");
        assertThat(gateway.answer(ADA, "/resume")).isEqualTo("automatic reloads are not held");
        assertThat(gateway.answer(ADA, "/status")).doesNotContain("held");
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
        assertThat(gateway.awaitEnd()).isEqualTo(Gateway.Ending.RESTART);
    }

    /** Copies are kept after the decision, on a thread of the gateway. */
    private static void awaitContent(Path path, String expected) throws IOException {
        while (!expected.equals(contentOf(path))) {
            Thread.onSpinWait();
        }
    }

    private static String contentOf(Path path) throws IOException {
        try {
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            return ""; // between two renames
        }
    }

    private HttpCaller caller(String token) throws InterruptedException {
        return new HttpCaller(URI.create(output.take().substring("http: listening on ".length())), token);
    }

    private static String fromConsole(String text) {
        return "{\"channel\": \"console\", \"peer\": \"ada\", \"text\": \"" + text + "\"}";
    }

    private static RouteRequest sender(String peer) {
        return RouteRequest.builder(Gateway.CONSOLE).peer(PeerKind.DIRECT, peer).build();
    }
}
