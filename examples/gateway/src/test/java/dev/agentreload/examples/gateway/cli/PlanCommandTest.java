// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {

    private static final String OLD = """
            {
              "agents": {"defaults": {"model_name": "fast"}},
              "model_list": [
                {"model_name": "fast", "model": "openai/gpt-5", "api_keys": ["k3y-of-fast"]}
              ],
              "channel_list": {"telegram": {"settings": {"token": "t0k3n-old"}}},
              "version": 3
            }
            """;

    @TempDir
    private Path directory;

    private Path before;

    @BeforeEach
    void writeOld() throws IOException {
        before = write("old.json", OLD);
    }

    @Test
    void plan_otherModel_isHotAndExitsWith2() throws IOException {
        CommandRun run = CommandRun.of("plan", before.toString(), edited("openai/gpt-5", "openai/gpt-5.4"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output())
                .startsWith("hot: 1 change, ")
                .contains("model_list[model_name=fast].model  \"openai/gpt-5\" -> \"openai/gpt-5.4\"")
                .contains("hot: reload-models, reload-providers");
    }

    @Test
    void plan_placeholders_areComparedAsTheyAreWritten() throws IOException {
        Path old = write(
                "a.json",
                "{\"model_list\": [{\"model_name\": \"m\", \"model\": \"openai/gpt-5\", \"api_key\": \"${NO_KEY}\"}], \"x\": 1}");
        Path same = write(
                "b.json",
                "{\"model_list\": [{\"model_name\": \"m\", \"model\": \"openai/gpt-5\", \"api_key\": \"${NO_KEY}\"}]}");

        CommandRun run = CommandRun.of("plan", old.toString(), same.toString());

        assertThat(run.output()).contains("x").doesNotContain("api_key").doesNotContain("not set");
        assertThat(run.exitCode()).isEqualTo(3);
    }

    @Test
    void plan_secretRefs_areCheckedAsValidateDoes() throws IOException {
        String content = """
                {"models": {"providers": {"work": {"baseUrl": "http://localhost:1/v1", "api": "openai-completions",
                  "apiKey": {"source": "env", "provider": "default", "id": "NO_KEY"}, "models": [{"id": "a"}]}}},
                 "agents": {"defaults": {"model": "work/a"}}}""";
        Path old = write("a.json", content);
        Path other = write("b.json", content.replace("NO_KEY", "OTHER_KEY"));

        CommandRun run = CommandRun.of("plan", old.toString(), other.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output())
                .contains("models.providers.work.apiKey.id  \"NO_KEY\" -> \"OTHER_KEY\"")
                .doesNotContain("expected a string");
        assertThat(CommandRun.of("plan", old.toString(), old.toString()).exitCode())
                .isZero();
    }

    @Test
    void plan_channelToken_needsRestartAndPrintsNoToken() throws IOException {
        CommandRun run = CommandRun.of("plan", before.toString(), edited("t0k3n-old", "t0k3n-new"));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.output())
                .contains("restart: channels connect at the start", "channel_list.telegram.settings.token")
                .doesNotContain("t0k3n");
    }

    @Test
    void plan_channelThatTheHostRestarts_isHot() throws IOException {
        CommandRun run =
                CommandRun.of("plan", before.toString(), edited("t0k3n-old", "t0k3n-new"), "--channel", "telegram");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).contains("hot: restart-channel:telegram").doesNotContain("t0k3n");
    }

    @Test
    void plan_rewrittenFile_exitsWith0() throws IOException {
        CommandRun run = CommandRun.of("plan", before.toString(), edited("\"version\": 3", "\"version\":    3.0"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).startsWith("nothing to do: 0 changes");
    }

    @Test
    void plan_json_isForPrograms() throws IOException {
        CommandRun run = CommandRun.of("plan", "--json", before.toString(), edited("openai/gpt-5", "openai/gpt-5.4"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).startsWith("{").contains("\"requiresRestart\" : false", "\"reload-models\"");
    }

    @Test
    void plan_brokenFile_exitsWith1AndSaysWhere() throws IOException {
        Path broken = write("new.json", "{\n  \"agents\": {\"defaults\": oops}\n}\n");

        CommandRun run = CommandRun.of("plan", before.toString(), broken.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).isEqualToNormalizingNewlines("""
                        error: unexpected [o] at agents.defaults (NEW:2:26); expected a value; text needs quotes
                          2 |   "agents": {"defaults": oops}
                                                       ^
                        """.replace("NEW", broken.toString()));
    }

    @Test
    void plan_whatIsReadWhenNeeded_hasToBePublishedAndExitsWith2() throws IOException {
        Path old = write("a.json", "{\"tools\": {\"profile\": \"minimal\"}}");
        Path edited = write("b.json", "{\"tools\": {\"profile\": \"full\"}}");

        CommandRun run = CommandRun.of("plan", old.toString(), edited.toString());

        assertThat(run.output()).startsWith("takes effect when read: 1 change");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void plan_whatThisGatewayHandles_isHot() throws IOException {
        Path old = write("a.json", "{\"channels\": {\"http\": {\"port\": 1}}, \"mcp\": {\"servers\": {}}}");
        Path edited = write("b.json", "{\"channels\": {\"http\": {\"port\": 2}}, \"mcp\": {\"servers\": {\"a\": {}}}}");

        CommandRun run = CommandRun.of("plan", old.toString(), edited.toString());

        assertThat(run.output()).contains("hot: restart-channel:http").contains("hot: dispose-mcp-runtimes");
    }

    @Test
    void plan_otherDefaultAgent_saysThatConversationsMove() throws IOException {
        Path old = write("a.json", agents("a", "b"));
        Path edited = write("b.json", agents("b", "c"));

        CommandRun run = CommandRun.of("plan", old.toString(), edited.toString());

        assertThat(run.output())
                .contains("note: the default agent changes from [a] to [b]: conversations without a binding move")
                .contains("note: agent [a] is renamed or removed: its history stays behind");
        assertThat(CommandRun.of("plan", "--json", old.toString(), edited.toString())
                        .output())
                .contains("\"visibleChanges\" : [")
                .contains("\"oldPosition\" : \"" + old + ":");
    }

    private static String agents(String one, String other) {
        return "{\"agents\": {\"list\": [{\"id\": \"" + one + "\", \"model\": \"openai/gpt-5\"}, {\"id\": \"" + other
                + "\", \"model\": \"openai/gpt-5\"}]}}";
    }

    @Test
    void plan_brokenFileAsJson_listsProblems() throws IOException {
        Path broken = write("new.json", "{\"a\": 1, \"a\" 2}");

        CommandRun run = CommandRun.of("plan", "--json", before.toString(), broken.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("\"problems\"", "\"line\" : 1", "\"column\" : 14", "\"path\" : \"$\"");
    }

    @Test
    void plan_missingFile_exitsWith1WithoutStackTrace() {
        CommandRun run = CommandRun.of(
                "plan", before.toString(), directory.resolve("none.json").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("none.json").doesNotContain("\tat ");
        assertThat(run.errors()).isEmpty();
    }

    @Test
    void plan_oneArgument_exitsWith1AndSaysWhatIsMissing() {
        CommandRun run = CommandRun.of("plan", before.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors())
                .isEqualToNormalizingNewlines("Missing required parameter: 'NEW'\ntry [gateway plan --help]\n");
    }

    private String edited(String from, String to) throws IOException {
        assertThat(OLD).contains(from);
        return write("new.json", OLD.replace(from, to)).toString();
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }
}
