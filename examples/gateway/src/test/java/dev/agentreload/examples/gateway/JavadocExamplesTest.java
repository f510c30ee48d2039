// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the examples in the documentation of the published modules, with what they leave out around them. */
class JavadocExamplesTest {

    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\n(.*?)}</pre>", Pattern.DOTALL);
    private static final Pattern SOURCE = Pattern.compile("reload-\\w+/src/main/java/dev/agentreload/(.*)\\.java");
    private static final String CLIENT = """
            class Client {
                void ask(String question) { System.out.println(question); }
                void shutdown() { System.out.println("shut down"); }
            }
            """;

    private static final String API_CLIENT = """
            class ApiClient {
                final String provider;
                ApiClient(ProviderDefinition definition) { provider = definition.id(); }
                void ask(String question) { System.out.println(provider + " is asked: " + question); }
            }
            HostRuntime runtime = HostRuntime.of(Runnable::run);
            """;

    @TempDir
    private Path directory;

    @Test
    void lease_leasedClient_isShutDownAfterItsLastUser() throws IOException, InterruptedException {
        String output = run("reload-core", "core/lease/package-info", CLIENT + """
                Executor executor = Runnable::run;
                String question = "who are you?";
                """, "");

        assertThat(output.lines()).containsExactly("who are you?", "shut down");
    }

    @Test
    void lease_resourceThatIsBeingReplaced_isAcquiredAtLast() throws IOException, InterruptedException {
        String output = run("reload-core", "core/lease/LeaseSource", CLIENT + """
                LeaseFactory leases = LeaseFactory.of(HostRuntime.of(Runnable::run));
                LeaseSource<Client> current = leases.create("client", new Client(), Client::shutdown);
                """, """
                lease.get().value().ask("still there?");
                """);

        assertThat(output.lines()).containsExactly("still there?");
    }

    @Test
    void source_watcher_reloadsAChangedFile() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("config.json"), "{}");

        String output = run("reload-core", "core/source/package-info", """
                ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
                ExecutorService reloads = Executors.newSingleThreadExecutor();
                HostRuntime runtime = HostRuntime.of(Runnable::run, scheduler);
                Reloader reloader = Reloader.builder(runtime).build();
                reloader.start(FileConfigSource.of(Path.of("config.json"), EnvironmentResolver.system()));
                CountDownLatch applied = new CountDownLatch(1);
                reloader.view().subscribe("example", decision -> {
                    if (decision.isApplied()) {
                        System.out.println(decision.actor() + " " + decision.effective().get().root());
                        applied.countDown();
                    }
                });
                Files.writeString(Path.of("config.json"), "{meta: 1}");
                """, """
                applied.await();
                scheduler.shutdown();
                reloads.shutdown();
                """);

        assertThat(output.lines()).containsExactly("watcher {\"meta\":1}");
    }

    @Test
    void runtime_allComponents_goByIt() throws IOException, InterruptedException {
        String output = run("reload-core", "core/runtime/package-info", """
                Executor executor = Runnable::run;
                Executor reloads = Runnable::run;
                ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
                WatchableSource source = FileConfigSource.of(Path.of("config.json"), EnvironmentResolver.system());
                """, """
                System.out.println(watcher.status().phase());
                scheduler.shutdown();
                """);

        assertThat(output.lines()).containsExactly("NEW");
    }

    @Test
    void reloadable_resourceOfASection_isOpened() throws IOException, InterruptedException {
        String output = run("reload-core", "core/participant/Reloadable", """
                record SearchSettings(String text) {
                    static SearchSettings read(ConfigDocument document, ProblemCollector problems) {
                        return new SearchSettings(document.root().toString());
                    }
                }
                class Client {
                    final SearchSettings settings;
                    Client(SearchSettings settings) { this.settings = settings; }
                    void ping() { System.out.println("ping"); }
                    void shutdown() { System.out.println("shut down"); }
                }
                HostRuntime runtime = HostRuntime.of(Runnable::run);
                """, """
                reloader.start(ConfigSource.of("config.json",
                        () -> new ReadResult.Success(ConfigDocument.parse("config.json", "{search: 1}"))));
                System.out.println(client.current().settings.text());
                reloader.close(Duration.ofSeconds(1));
                """);

        assertThat(output.lines()).containsExactly("ping", "{\"search\":1}", "shut down");
    }

    @Test
    void pool_providerOfADefinition_isAsked() throws IOException, InterruptedException {
        String output = run("reload-models", "models/provider/package-info", API_CLIENT + """
                ConfigDocument document = ConfigDocument.parse("config.json", "{models: {providers: {openai: {}}}}");
                ProviderDefinition definition = ModelsConfig.read(document).orThrow().providers().get(0);
                String question = "who are you?";
                """, "");

        assertThat(output.lines()).containsExactly("openai is asked: who are you?");
    }

    @Test
    void pooledAgents_ofARegistry_haveTheProvidersOfThePool() throws IOException, InterruptedException {
        String output = run("reload-agents", "agents/ProvidedAgentFactory", API_CLIENT + """
                record Assistant(ApiClient client, String model) {}
                """, """
                registry.reload(ConfigDocument.parse("config.json", \"\"\"
                        {models: {providers: {openai: {}}}, agents: {list: [{id: 'coder', model: 'openai/gpt-5'}]}}
                        \"\"\"));
                try (TurnLease<Assistant> turn = registry.lease(RouteRequest.of("console"))) {
                    turn.agent().client().ask("are you " + turn.agent().model() + "?");
                }
                """);

        assertThat(output.lines()).containsExactly("openai is asked: are you gpt-5?");
    }

    @Test
    void sessions_turnOfALane_keepsQuestionAndAnswer() throws IOException, InterruptedException {
        String output = run("reload-agents", "agents/session/SessionLanes", """
                ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
                SessionLanes lanes = SessionLanes.create(HostRuntime.of(Runnable::run, scheduler));
                SessionStore store = FileSessionStore.create(Path.of("sessions"));
                SessionKey key = new SessionKey("agent:main:main");
                SessionMessage question = SessionMessage.of(SessionRole.USER, "who are you?", Instant.EPOCH);
                class Model {
                    SessionMessage answer(SessionHistory history, SessionMessage question) {
                        return SessionMessage.of(SessionRole.ASSISTANT, "an example", Instant.EPOCH);
                    }
                }
                Model model = new Model();
                """, """
                for (SessionMessage message : store.history(key, 50).messages()) {
                    System.out.println(message.text());
                }
                scheduler.shutdown();
                """);

        assertThat(output.lines()).containsExactly("who are you?", "an example");
    }

    @Test
    void everyExample_isOneOfThese() throws IOException {
        Path root = Readme.projectRoot();
        try (Stream<Path> files = Files.walk(root)) {
            Stream<String> withExamples = files.filter(file ->
                            SOURCE.matcher(root.relativize(file).toString()).matches())
                    .filter(file -> read(file).contains("<pre>{@code"))
                    .map(file ->
                            SOURCE.matcher(root.relativize(file).toString()).replaceFirst("$1"));

            assertThat(withExamples.filter(name -> !name.startsWith("testkit/")))
                    .as("files with examples; the one of plans is a grammar, the testkit runs its own")
                    .containsExactlyInAnyOrder(
                            "agents/ProvidedAgentFactory",
                            "agents/session/SessionLanes",
                            "core/lease/LeaseSource",
                            "core/lease/package-info",
                            "core/participant/Reloadable",
                            "core/plan/package-info",
                            "core/runtime/package-info",
                            "core/source/package-info",
                            "models/provider/package-info");
        }
    }

    private String run(String module, String file, String before, String after)
            throws IOException, InterruptedException {
        Path source = Readme.projectRoot()
                .resolve(module)
                .resolve("src/main/java/dev/agentreload")
                .resolve(file + ".java");
        String example = EXAMPLE.matcher(read(source))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1)
                .replaceAll("(?m)^ \\* ?", "");
        return new SnippetRun(directory).output(before + example + after);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
