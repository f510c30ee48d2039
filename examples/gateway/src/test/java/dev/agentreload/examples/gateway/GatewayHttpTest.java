// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.examples.gateway.channel.HttpCaller;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** People who write over HTTP beside those at the console. */
class GatewayHttpTest extends GatewayFixture {
    private static final String HALF_A_HEAD = "POST /messages HTTP/1.1\r\nHost: local";
    private static final String HALF_A_BODY = "POST /messages HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";

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

    private HttpCaller caller(String token) throws InterruptedException {
        return new HttpCaller(URI.create(output.take().substring("http: listening on ".length())), token);
    }

    private static String fromConsole(String text) {
        return "{\"channel\": \"console\", \"peer\": \"ada\", \"text\": \"" + text + "\"}";
    }
}
