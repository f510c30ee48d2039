// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what. */
class HttpAccessTest extends HttpChannelFixture {

    private static final String CLAIM = "{\"channel\": \"slack\", \"peer\": \"ada\", \"text\": \"hello\"}";
    private static final String JSON =
            "Content-Type: application/json\r\nContent-Length: " + HELLO.length() + "\r\n\r\n";

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:PORT, '', 200",
        "localhost, '', 200",
        "LocalHost:1, '', 200",
        "[::1]:PORT, '', 200",
        "127.0.0.1:PORT, http://127.0.0.1:PORT, 200",
        "evil.example:PORT, '', 403",
        "127.0.0.1.evil.example, '', 403",
        "127.0.0.1:PORT, http://evil.example, 403",
        "127.0.0.1:PORT, http://127.0.0.1:1, 403",
        "127.0.0.1:PORT, null, 403",
        "evil.example:PORT, http://evil.example:PORT, 403"
    })
    void host_withoutAToken_mustBeThisMachine(String host, String origin, int status) throws IOException {
        URI address = started(OPEN).address();
        String port = Integer.toString(address.getPort());
        String headers = "Host: " + host.replace("PORT", port)
                + (origin.isEmpty() ? "" : "\r\nOrigin: " + origin.replace("PORT", port));

        assertThat(statusLine(address, "POST /messages HTTP/1.1\r\n" + headers + "\r\n" + JSON + HELLO))
                .startsWith("HTTP/1.1 " + status);
        assertThat(statusLine(address, "GET /status HTTP/1.1\r\n" + headers + "\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status);
    }

    @Test
    void host_withTheToken_isAnyName() throws IOException {
        URI address = started(GUARDED).address();

        assertThat(statusLine(
                        address,
                        String.join(
                                "\r\n",
                                "GET /status HTTP/1.1",
                                "Host: gateway.example",
                                "Origin: http://console.example",
                                "Authorization: Bearer s3cr3t",
                                "\r\n")))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void message_withoutTheToken_isRefusedBeforeItsBodyIsThere() throws IOException {
        assertThat(statusLine(
                        started(GUARDED).address(),
                        "POST /messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void message_withoutTheToken_isRefused() throws IOException, InterruptedException {
        URI address = started(GUARDED).address();

        String refused = "401 {\"error\":\"expected the token of channels.http.token as bearer\"}";
        assertThat(new HttpCaller(address, "").post("/messages", "{\"text\": \"hello\"}"))
                .isEqualTo(refused);
        assertThat(new HttpCaller(address, "s3cr3").post("/messages", "{\"text\": \"hello\"}"))
                .isEqualTo(refused);
        assertThat(new HttpCaller(address, "s3cr3t").post("/messages", "{\"text\": \"hello\"}"))
                .isEqualTo("200 {\"text\":\"http: hello\"}");
    }

    @Test
    void callers_withTokensOfTheirOwn_areDistinguishedAndRotatedOneByOne() throws Exception {
        String tokens =
                GUARDED.replace("\"s3cr3t\"", "\"s3cr3t\", \"tokens\": {\"ci\": \"of-ci\", \"ada\": \"of-ada\"}");
        URI address = started(tokens).address();
        for (String token : List.of("s3cr3t", "of-ci", "of-ada")) {
            assertThat(new HttpCaller(address, token).post("/reload", "")).isEqualTo("200 {\"did\":\"reload\"}");
        }
        assertThat(host.actors).containsExactly("http", "http/ci", "http/ada");

        assertThat(apply(tokens.replace("of-ci", "new-of-ci"))).isDone();

        assertThat(channel.address()).contains(address);
        assertThat(new HttpCaller(address, "of-ci").post("/reload", "")).startsWith("401 ");
        assertThat(new HttpCaller(address, "new-of-ci").post("/reload", "")).startsWith("200 ");
        assertThat(new HttpCaller(address, "of-ada").post("/reload", "")).startsWith("200 ");
        assertThat(new HttpCaller(address, "ci").post("/reload", "")).startsWith("401 ");
        assertThat(new HttpCaller(address, "").post("/reload", "")).startsWith("401 ");
    }

    @Test
    void tokens_withoutTheOneWithoutAName_guardTheChannelToo() throws Exception {
        URI address = started("{\"channels\": {\"http\": {\"port\": 0, \"tokens\": {\"ci\": \"of-ci\"}}}}")
                .address();

        assertThat(new HttpCaller(address, "").get("/status")).startsWith("401 ");
        assertThat(new HttpCaller(address, "of-ci").get("/status")).startsWith("200 ");
    }

    @Test
    void message_withoutAToken_comesFromAStrangerOnThisChannel() throws IOException, InterruptedException {
        assertThat(started(OPEN).post("/messages", CLAIM)).isEqualTo("200 {\"text\":\"http http:ada: hello\"}");
    }

    @Test
    void message_withChannelAndPeerAndTheToken_isRoutedByThem() throws IOException, InterruptedException {
        assertThat(started(GUARDED).post("/messages", CLAIM)).isEqualTo("200 {\"text\":\"slack ada: hello\"}");
    }

    @Test
    void status_withoutTheToken_isRefused() throws IOException, InterruptedException {
        URI address = started(GUARDED).address();
        String refused = "401 {\"error\":\"expected the token of channels.http.token as bearer\"}";

        assertThat(new HttpCaller(address, "").get("/status")).isEqualTo(refused);
        assertThat(new HttpCaller(address, "guess").get("/status")).isEqualTo(refused);
    }

    @Test
    void status_ofAChannelWithoutAToken_isTheHosts() throws IOException, InterruptedException {
        assertThat(started(OPEN).get("/status")).isEqualTo("200 {\"pending\":[\"gateway.port\"]}");
    }

    @Test
    void healthz_asked_needsNeitherTokenNorAgents() throws IOException, InterruptedException {
        host.started = false;
        HttpCaller caller = new HttpCaller(started(GUARDED).address(), "");

        assertThat(caller.get("/healthz")).isEqualTo("200 {\"alive\":true}");
        assertThat(caller.post("/healthz", "")).isEqualTo("405 {\"error\":\"not with this method\"}");
    }

    @Test
    void reload_withoutATokenInTheConfiguration_isForbidden() throws IOException, InterruptedException {
        assertThat(started(OPEN).post("/reload", ""))
                .isEqualTo("403 {\"error\":\"only with a channels.http.token in the configuration\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/config", "/history", "/history/diff", "/pending", "/agents", "/metrics", "/route"})
    void view_withoutATokenInTheConfiguration_isForbidden(String path) throws IOException, InterruptedException {
        assertThat(started(OPEN).get(path)).startsWith("403 ");
    }

    @Test
    void console_isAPageThatNothingElseMayTouch() throws IOException, InterruptedException {
        HttpResponse<String> page = new HttpCaller(started(GUARDED).address(), "").response("/console/index.html");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'; script-src 'self'");
        assertThat(page.body()).contains("<title>Reload console</title>").doesNotContain("http://", "https://");
    }
}
