// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentreload.agents.routing.PeerKind;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.examples.gateway.chat.HostCommands;
import dev.agentreload.examples.gateway.chat.Reply;
import dev.agentreload.examples.gateway.chat.Turn;
import dev.agentreload.examples.gateway.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Uses the console in a browser as operators do. Left out where there is none, unless {@code BROWSER_TESTS=required}. */
class ConsolePageTest {

    private static final String CONFIG = """
            {
              "models": {"providers": {
                "echo": {"models": [{"id": "small"}, {"id": "large"}]},
                "openai": {"apiKey": "sk-hidden", "models": [{"id": "gpt-5"}]}
              }},
              "agents": {"defaults": {"model": "echo/small"}, "list": [{"id": "main"}, {"id": "coder"}]},
              "bindings": [{"agentId": "coder", "match": {"channel": "slack", "peer": {"kind": "group", "id": "<img>"}}}],
              "session": {"dmScope": "per-peer"},
              "channels": {"http": {"port": 0, "token": "s3cr3t"}}
            }
            """;
    private static final String EDITED = CONFIG.replace("\"model\": \"echo/small\"", "\"model\": \"echo/large\"");
    private static final String BROKEN = CONFIG.replace("\"session\": {", "\"session\": {{");

    /** Where the focus is after the last element: on nothing, or on the first. */
    private static final Set<String> ENDS = Set.of("", "Skip to content");

    private static final RouteRequest ADA = RouteRequest.builder(HostCommands.CONSOLE)
            .peer(PeerKind.DIRECT, "ada")
            .build();

    @TempDir
    private static Path profile;

    private static ConsoleBrowser browser;

    @TempDir
    private Path directory;

    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private Path file;
    private Gateway gateway;

    @BeforeAll
    static void startBrowser() {
        Optional<String> missing = ConsoleBrowser.missing();
        if (missing.isPresent() && !ConsoleBrowser.isRequired()) {
            System.out.println("the tests of the console in a browser are left out: " + missing.get());
            assumeTrue(false, missing.get());
        }
        assertThat(missing).as("why there is no browser, which is required").isEmpty();
        browser = ConsoleBrowser.start(profile);
    }

    @AfterAll
    static void endBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openPage() throws IOException, InterruptedException {
        file = Files.writeString(directory.resolve("config.json"), CONFIG);
        gateway = new Gateway(ConfigFile.of(file), directory.resolve(".sessions"), output::add, Set.of());
        assertThat(gateway.start()).isEmpty();
        browser.open(output.take().substring("http: listening on ".length()) + "/console");
    }

    @AfterEach
    void close() {
        browser.open("about:blank");
        gateway.close();
    }

    private static void logIn() {
        browser.type("#token", "s3cr3t" + Keys.ENTER);
        browser.await("#status", "Revision 1 · the file is in force");
        browser.await("#views", "History");
    }

    @Test
    void logIn_withAWrongToken_saysSoAndShowsNothing() {
        browser.type("#token", "guess" + Keys.ENTER);

        browser.await("#login-error", "expected the token of channels.http.token as bearer");
        browser.awaitEnd("#views", "");
        browser.type("#token", "s3cr3t" + Keys.ENTER);
        browser.await("#views", "History");
        browser.awaitEnd("#login", "");
    }

    @Test
    void edit_isShownWithItsVerdictAndCanBeApplied() throws IOException {
        logIn();

        Files.writeString(file, EDITED);

        browser.await("#status", "config.json differs from what is in force");
        browser.await("#pending-verdict", "The file can be applied: 1 change.");
        assertThat(browser.text("#pending-changes"))
                .contains("agents.defaults.model", "\"echo/small\" → \"echo/large\"", "while running", "reload-agents");
        browser.click("#reload");
        browser.await("#outcome", "applied revision 2");
        browser.await("#status", "Revision 2 · the file is in force");
        browser.await("#agents", "echo/large");
        browser.awaitEnd("#pending-changes", "");
    }

    @Test
    void brokenFile_isShownWithThePlaceOfItsProblem() throws IOException {
        logIn();

        Files.writeString(file, BROKEN);

        browser.await("#status", "config.json cannot be used as it is");
        browser.await("#pending-problems", "error: unexpected [{]; expected a key or } at session (config.json:8:15)");
        browser.await("#reload[aria-disabled=true]", "Apply the file");
    }

    @Test
    void text_isCheckedAsItIsTyped() {
        logIn();

        browser.enter("#text", BROKEN);
        browser.await("#typed-verdict", "This text would be refused: 1 problem.");
        browser.await("#typed-problems", "unexpected [{]; expected a key or } at session (config.json:8:15)");
        browser.click("#typed-problems button");
        assertThat(browser.focused()).isEqualTo("text");
        browser.press(Keys.DELETE);

        browser.await("#typed-verdict", "This text says what is in force.");
        browser.enter("#text", EDITED);
        browser.await("#typed-verdict", "This text can be applied: 1 change.");
        assertThat(browser.text("#typed-changes")).contains("agents.defaults.model", "while running");
        browser.await("#status", "Revision 1 · the file is in force");
    }

    @Test
    void route_saysWhoAnswersAndWhy() {
        logIn();
        assertThat(browser.text("#bindings")).isEqualTo("bindings[0] coder channel slack, peer group <img>");

        browser.type("[name=channel]", "slack");
        browser.press(Keys.TAB, Keys.TAB, "group");
        browser.type("[name=peer]", "<img>" + Keys.ENTER);
        browser.await("#route-answer", "coder, by binding.peer at bindings[0]");
        browser.type("[name=peer]", "other" + Keys.ENTER);
        browser.await("#route-answer", "main, by default");
    }

    @Test
    void reloadOfAnotherCaller_isShownWithoutLoadingThePageAgain() throws IOException {
        logIn();
        browser.run("window.loadedOnce = true;");

        Files.writeString(file, EDITED);
        gateway.answer(ADA, "/reload");

        browser.await("#history tr:first-child", "console/ada");
        browser.await("#status", "Revision 2 · the file is in force");
        assertThat(browser.run("return window.loadedOnce;")).isEqualTo(true);
    }

    @Test
    void compare_showsWhatChangedBetweenTwoRevisions() throws IOException {
        logIn();
        Files.writeString(file, EDITED);
        gateway.answer(ADA, "/reload");

        browser.type("#compare [name=from]", "1");
        browser.type("#compare [name=to]", "2");
        browser.click("#compare button");

        browser.await("#compare-verdict", "1 change");
        browser.await("#compare-changes", "agents.defaults.model");
    }

    @Test
    void history_showsWhatChangedAndGoesBack() throws IOException {
        logIn();
        Files.writeString(file, EDITED);
        gateway.answer(ADA, "/reload");
        browser.await("#history button", "Go back to 1");

        browser.click("#history summary");
        browser.await("#history pre", "agents.defaults.model  \"echo/small\" -> \"echo/large\"");
        browser.click("#history button");
        browser.await("#confirm-changes", "agents.defaults.model\"echo/large\" → \"echo/small\"");
        assertThat(browser.focused()).isEqualTo("Cancel");
        browser.press(Keys.ESCAPE);
        browser.awaitEnd("#confirm", "");
        assertThat(browser.focused()).isEqualTo("Go back to 1");
        browser.press(Keys.ENTER);
        browser.await("#confirm", "Going back to revision 1 changes this.");
        browser.press(Keys.chord(Keys.SHIFT, Keys.TAB));
        browser.press(Keys.ENTER);

        browser.await("#status", "Revision 3 · config.json differs from what is in force · automatic reloads are held");
        browser.await("#agents", "echo/small");
        assertThat(browser.focused()).isEqualTo("Go back to 1");
        browser.click("#resume");
        browser.await("#outcome", "Automatic reloads are let in again.");
        browser.awaitEnd("#resume", "");
        assertThat(browser.focused()).isEqualTo("reload");
    }

    @Test
    void retiredGeneration_isShownWithItsHolderUntilTheTurnEnds() throws Exception {
        logIn();
        browser.await("#no-retired", "Nothing that was replaced is in use.");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        CompletableFuture<Reply> turn = CompletableFuture.supplyAsync(() -> gateway.desk()
                .answerConsole(ADA, "hello", Turn.followedBy(piece -> {
                    begun.countDown();
                    await(released);
                })));
        begun.await();
        Files.writeString(file, EDITED);
        gateway.answer(ADA, "/reload");

        try {
            browser.await("#retired", "agents of revision 1: 1 user");
        } finally {
            released.countDown();
        }

        assertThat(turn.get(1, TimeUnit.MINUTES).text()).isEqualTo("main (echo/small) to message 1: hello");
        browser.await("#no-retired", "Nothing that was replaced is in use.");
        browser.awaitEnd("#retired", "");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nothing stops this turn
        }
    }

    @Test
    void tokenThatChanges_closesThePageUntilTheNewOneIsGiven() throws IOException {
        logIn();
        Files.writeString(file, CONFIG.replace("s3cr3t", "n3w"));
        gateway.answer(ADA, "/reload");

        browser.await("#login-error", "expected the token of channels.http.token as bearer");
        browser.awaitEnd("#views", "");
        assertThat(browser.focused()).isEqualTo("token");
        browser.press("n3w", Keys.ENTER);
        browser.await("#status", "Revision 2 · the file is in force");
    }

    @Test
    void keyboard_reachesEverythingAndScreenReadersHaveANameForIt() {
        logIn();
        assertThat(browser.focused()).isEqualTo("main");

        List<String> reached = new ArrayList<>();
        List<String> nameless = new ArrayList<>();
        browser.press(Keys.TAB);
        while (!ENDS.contains(browser.focused())) {
            reached.add(browser.focused());
            if (browser.focusedName().isBlank()) {
                nameless.add(browser.focused());
            }
            browser.press(Keys.TAB);
        }

        assertThat(reached)
                .containsExactly(
                        "reload",
                        "check",
                        "text",
                        "take",
                        "agents-table",
                        "bindings-table",
                        "channel",
                        "account",
                        "kind",
                        "peer",
                        "guild",
                        "roles",
                        "team",
                        "Find out",
                        "history-table",
                        "from",
                        "to",
                        "Compare");
        assertThat(nameless).isEmpty();
    }

    @Test
    void page_keepsItsPolicyAndHasNoSecret() throws IOException {
        logIn();
        Files.writeString(file, CONFIG.replace("sk-hidden", "sk-other").replace("s3cr3t", "n3w"));
        browser.click("#take");
        browser.await("#pending-changes", "models.providers.openai.apiKeyanother secret");
        browser.await("#typed-changes", "channels.http.tokenanother secret");

        assertThat((String) browser.run("return document.documentElement.outerHTML"
                        + " + [...document.querySelectorAll('input, textarea')].map((one) => one.value).join();"))
                .contains("\"token\": \"***\"")
                .doesNotContain("s3cr3t", "n3w", "sk-hidden", "sk-other");
        assertThat(browser.log()).noneMatch(line -> line.contains("Content Security Policy"));
        assertThat(browser.run("const script = document.createElement('script');"
                        + " script.textContent = 'window.injected = true;'; document.body.append(script);"
                        + " return window.injected === undefined;"))
                .isEqualTo(true);
    }
}
