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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private static final String HALF_A_HEAD = "POST /message HTTP/1.1\r\nHost: local";
    private static final String HALF_A_BODY = "POST /message HTTP/1.1\r\nHost: localhost\r\n"
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
        gateway = new Gateway(ConfigFile.of(file), directory.resolve(".sessions"), output::add);
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
                .startsWith("no answer: dead/x failed with ")
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

        assertThat(caller.post("/message", fromConsole("/reload")))
                .isEqualTo("200 {\"text\":\"you may not use /reload\"}");
        assertThat(caller.post("/message", fromConsole("hello")))
                .isEqualTo("200 {\"text\":\"main (echo/small) to message 1: hello\"}");
        assertThat(caller.post("/message", fromConsole("/clear")))
                .isEqualTo("200 {\"text\":\"this conversation is forgotten\"}");
        assertThat(gateway.answer(ADA, "again")).isEqualTo("main (echo/small) to message 2: again");
    }

    @Test
    void httpMessage_withTheToken_goesOnWithTheConversationItNames() throws Exception {
        Files.writeString(file, CONFIG.replace("\"port\": 0", "\"port\": 0, \"token\": \"s3cr3t\""));
        assertThat(gateway.start()).isEmpty();
        HttpCaller caller = caller("s3cr3t");

        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/small) to message 1: hello");
        assertThat(caller.post("/message", fromConsole("again")))
                .isEqualTo("200 {\"text\":\"main (echo/small) to message 2: again\"}");
        assertThat(caller.post("/message", fromConsole("/reload")))
                .isEqualTo("200 {\"text\":\"you may not use /reload\"}");
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

            assertThat(caller.post("/message", "{\"text\": \"hello\"}"))
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
                .isEqualTo("unexpected [--dry-run]; usage: /reload --rollback [<revision>]");
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
        Future<?> waiting = main.submit(() -> {
            gateway.awaitClose();
            return null;
        });
        main.shutdown();

        assertThat(gateway.hasChannel()).isTrue();
        assertThat(waiting).isNotDone();
        gateway.close();
        waiting.get();
    }

    @Test
    void start_withABrokenFile_saysWhereAndNamesTheCopyThatWorked() throws IOException {
        assertThat(gateway.start()).isEmpty();
        gateway.close();
        Files.writeString(file, "{\"agents\": {{");

        gateway = new Gateway(ConfigFile.of(file), directory.resolve(".sessions"), output::add);
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

            gateway = new Gateway(ConfigFile.of(file), directory.resolve(".sessions"), output::add);

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
    void startWithLastGood_withoutACopy_saysSo() {
        assertThat(gateway.startWithLastGood())
                .contains("no copy of a configuration that worked is beside config.json");
    }

    @Test
    void status_afterASaveThatFailed_saysSo() throws IOException {
        Files.createDirectory(copy);
        Files.createDirectory(directory.resolve("config.json.last-good.corrupt"));
        Files.createFile(directory.resolve("config.json.last-good.corrupt").resolve("in the way"));
        assertThat(gateway.start()).isEmpty();
        gateway.close();

        assertThat(gateway.answer(ADA, "/status"))
                .contains("revision 1, content ", "\nconfig.json.last-good could not be kept: ");
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
