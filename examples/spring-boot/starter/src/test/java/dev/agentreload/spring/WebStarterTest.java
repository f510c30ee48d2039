// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.AgentFactory;
import dev.agentreload.core.apply.Reloader;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A real application on a free port: it finds the auto-configurations by their file, as a host does. */
class WebStarterTest {

    private static final String KEY = "sk-never-shown";
    private static final String AGENTS = """
            models: {providers: {openai: {apiKey: sk-never-shown, models: [{id: gpt-5}, {id: gpt-5.4}]}}}
            agents: {list: [{id: ada, model: openai/gpt-5, systemPrompt: one}]}
            """;

    private static final Pattern REQUEST =
            Pattern.compile("(?m)^\\| `(GET|POST) /actuator/agentreload([^`]*)`(?: with `(.*?)`)?");

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void endpoint_byDefault_isNotExposed() throws Exception {
        try (ConfigurableApplicationContext context = start()) {
            assertThat(get(context, "/actuator/agentreload").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void endpoint_exposed_isReadOnly() throws Exception {
        try (ConfigurableApplicationContext context = start("management.endpoints.web.exposure.include=agentreload")) {
            assertThat(get(context, "/actuator/agentreload").body())
                    .contains("\"state\":\"running\"", "\"revision\":1")
                    .doesNotContain(KEY);
            assertThat(get(context, "/actuator/agentreload/history").body())
                    .contains("applied revision 1: started")
                    .doesNotContain(KEY);
            assertThat(post(context, "reload", "{}").statusCode()).isEqualTo(405);
        }
    }

    @Test
    void endpoint_unrestricted_plansReloadsAndGoesBack() throws Exception {
        try (ConfigurableApplicationContext context = unrestricted()) {
            HttpResponse<String> plan = post(
                    context,
                    "plan",
                    "{\"document\": \"agents: {list: [{id: ada, model: openai/gpt-5.4, systemPrompt: two}]}\"}");
            assertThat(plan.statusCode()).isEqualTo(200);
            assertThat(plan.body())
                    .contains("agents.list[id=ada].model", "reload-agents")
                    .doesNotContain("gpt-5.4", KEY, "two");

            write(AGENTS.replace("openai/gpt-5,", "openai/gpt-5.4,"));
            assertThat(post(context, "dryrun", "{}").body()).contains("agents.list[id=ada].model");
            assertThat(post(context, "reload", "{}").body()).contains("\"result\":\"applied\"", "\"revision\":2");
            assertThat(post(context, "rollback", "{}").body()).contains("\"revision\":3");

            write("agents: {list: [{id: ada, model: nobody/x}]}");
            HttpResponse<String> refused = post(context, "reload", "{}");
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("unknown provider [nobody]", "agents.yaml:1:");
        }
    }

    @Test
    void endpoint_afterARollback_showsTheHoldAndEndsIt() throws Exception {
        try (ConfigurableApplicationContext context = unrestricted()) {
            write(AGENTS.replace("openai/gpt-5,", "openai/gpt-5.4,"));
            post(context, "reload", "{}");
            post(context, "rollback", "{}");

            assertThat(get(context, "/actuator/agentreload").body())
                    .contains("\"hold\":{", "\"actor\":\"actuator\"", "\"sourceDiffers\":true");
            assertThat(get(context, "/actuator/health").body())
                    .contains("\"held\":\"since ", " by actuator\"", "\"status\":\"UP\"");

            assertThat(post(context, "resume", "{}").body()).isEqualTo("{\"resumed\":true}");
            assertThat(get(context, "/actuator/agentreload").body()).contains("\"hold\":null");
            assertThat(get(context, "/actuator/health").body()).doesNotContain("\"held\"");
        }
    }

    @Test
    void endpoint_requestsOfTheReadme_areAnswered() throws Exception {
        try (ConfigurableApplicationContext context = unrestricted()) {
            for (MatchResult row : REQUEST.matcher(Files.readString(Path.of("../README.md")))
                    .results()
                    .toList()) {
                HttpResponse<String> answer = row.group(1).equals("GET")
                        ? get(context, "/actuator/agentreload" + row.group(2))
                        : post(context, row.group(2).substring(1), row.group(3).replace("…", "agents: {}"));
                assertThat(answer.statusCode()).as(row.group()).isIn(200, 409, 422);
            }
        }
    }

    @Test
    void endpoint_valuesShown_stillMasksSecrets() throws Exception {
        try (ConfigurableApplicationContext context = start(
                "management.endpoints.web.exposure.include=agentreload",
                "management.endpoint.agentreload.access=unrestricted",
                "management.endpoint.agentreload.show-values=always")) {
            assertThat(post(context, "plan", "{\"document\": \"agents: {list: [{id: ada, model: a/b}]}\"}")
                            .body())
                    .contains("\"old\":\"\\\"openai/gpt-5\\\"\"", "\"new\":\"\\\"a/b\\\"\"", "\\\"apiKey\\\":")
                    .doesNotContain(KEY);
        }
    }

    @Test
    void health_editRefused_staysUpAndReportsIt() throws Exception {
        try (ConfigurableApplicationContext context = unrestricted()) {
            assertThat(get(context, "/actuator/health").body()).contains("\"agentReload\":{\"details\":{");
            write("agents: {");
            post(context, "reload", "{}");

            HttpResponse<String> health = get(context, "/actuator/health");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body()).contains("\"refused\":\"invalid");
        }
    }

    @Test
    void meters_started_countTheStart() throws Exception {
        try (ConfigurableApplicationContext context = start()) {
            assertThat(context.getBean(MeterRegistry.class)
                            .get("agent.reload.revision")
                            .gauge()
                            .value())
                    .isEqualTo(1);
        }
    }

    @Test
    void lifecycle_stopped_closesAfterTheWebServer() throws Exception {
        Reloader reloader;
        try (ConfigurableApplicationContext context = start()) {
            reloader = context.getBean(Reloader.class);
            assertThat(AgentReloadLifecycle.PHASE).isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
        }
        assertThat(reloader.view().status().state()).hasToString("CLOSED");
    }

    private ConfigurableApplicationContext unrestricted() throws IOException {
        return start(
                "management.endpoints.web.exposure.include=agentreload,health",
                "management.endpoint.health.show-details=always",
                "management.endpoint.agentreload.access=unrestricted");
    }

    private ConfigurableApplicationContext start(String... properties) throws IOException {
        write(AGENTS);
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--agent-reload.watch.enabled=false",
                "--agent-reload.config=" + directory.resolve("agents.yaml")));
        for (String property : properties) {
            arguments.add("--" + property);
        }
        return SpringApplication.run(Host.class, arguments.toArray(String[]::new));
    }

    private void write(String content) throws IOException {
        Files.writeString(directory.resolve("agents.yaml"), content);
    }

    private HttpResponse<String> get(ConfigurableApplicationContext context, String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(context, path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(ConfigurableApplicationContext context, String action, String body)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(context, "/actuator/agentreload/" + action))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(ConfigurableApplicationContext context, String path) {
        return URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Host {

        @Bean
        AgentFactory<String> factory() {
            return agent -> agent.id() + " on " + agent.model().ref();
        }
    }
}
