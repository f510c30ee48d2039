// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteCommandTest {

    @TempDir
    private Path directory;

    private String file = "";

    @BeforeEach
    void writeConfig() throws IOException {
        file = write("""
                {
                  "models": {"providers": {"echo": {"models": [{"id": "small"}]}}},
                  "agents": {"defaults": {"model": "echo/small"}, "list": [{"id": "main"}, {"id": "coder"}]},
                  "bindings": [
                    {"agentId": "coder", "match": {"channel": "slack", "peer": {"kind": "direct", "id": "ada"}}},
                    {"agentId": "codr", "match": {"channel": "slack", "guildId": "g1", "roles": ["dev", "ops"]}},
                    {"agentId": "coder", "match": {"channel": "slack", "teamId": "t1"}},
                    {"agentId": "coder", "match": {"channel": "slack", "accountId": "second"}}
                  ],
                  "session": {"dmScope": "per-channel-peer"}
                }
                """);
    }

    @Test
    void route_boundPeer_saysAgentBindingAndSession() {
        CommandRun run = route("--channel", "slack", "--peer", "direct:ada");

        assertThat(run.output()).isEqualToNormalizingNewlines("""
                        agent: coder
                        by: binding.peer, bindings[0] (config.json:5:5)
                        session: agent:coder:slack:direct:ada
                        """);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void route_missingAgent_namesTheAgentThatTheDefaultReplaces() {
        CommandRun run = route("--channel", "slack", "--guild", "g1", "--role", "guest", "--role", "ops");

        assertThat(run.output()).isEqualToNormalizingNewlines("""
                        agent: main, in place of [codr], which does not exist
                        by: binding.guild+roles, bindings[1] (config.json:6:5)
                        session: agent:main:main
                        """);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void route_unboundMessage_goesToTheDefault() {
        assertThat(route("--channel", "console", "--peer", "group:42").output()).isEqualToNormalizingNewlines("""
                        agent: main
                        by: default
                        session: agent:main:console:group:42
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "--parent-peer, direct:ada, binding.peer.parent",
        "--team, t1, binding.team",
        "--account, Second, binding.account"
    })
    void route_option_isMatchedByBindings(String option, String value, String tier) {
        assertThat(route("--channel", "slack", option, value).output())
                .contains("agent: coder\n", "by: " + tier + ", bindings[");
    }

    @Test
    void route_json_hasAFieldForEverything() {
        CommandRun run = route("--channel", "slack", "--guild", "g1", "--role", "dev", "--json");

        assertThat(run.output()).isEqualToNormalizingNewlines("""
                        {
                          "agent" : "main",
                          "missingAgent" : "codr",
                          "matchedBy" : "binding.guild+roles",
                          "binding" : {
                            "index" : 1,
                            "path" : "bindings[1]",
                            "source" : "config.json",
                            "line" : 6,
                            "column" : 5
                          },
                          "sessionKey" : "agent:main:main"
                        }
                        """);
    }

    @Test
    void route_jsonWithoutBinding_leavesItOut() {
        assertThat(route("--channel", "console", "--json").output()).isEqualToNormalizingNewlines("""
                        {
                          "agent" : "main",
                          "matchedBy" : "default",
                          "sessionKey" : "agent:main:main"
                        }
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ada|Invalid value for option '--peer': [ada] is no peer, expected KIND:ID",
                "direct:|Invalid value for option '--peer': [direct:] is no peer, expected KIND:ID",
                "person:ada|Invalid value for option '--peer': unknown kind of peer [person], "
                        + "expected direct, group, channel, topic"
            })
    void route_malformedPeer_exitsWith1AndSaysWhatWasExpected(String peer, String message) {
        CommandRun run = route("--channel", "slack", "--peer", peer);

        assertThat(run.errors()).isEqualToNormalizingNewlines(message + "\ntry [gateway route --help]\n");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void route_blankChannel_exitsWith1AndSaysSo() {
        CommandRun run = route("--channel", " ");

        assertThat(run.errors()).isEqualToNormalizingNewlines("""
                        a message comes from a channel, whose name must not be blank
                        try [gateway route --help]
                        """);
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void route_fileWhoseModelsCannotBeUsed_answersSaysWhereAndExitsWith1() throws IOException {
        file = write("{\"agents\": {\"defaults\": {\"model\": \"ecko/small\"}}}");

        CommandRun run = route("--channel", "slack");

        assertThat(run.output()).isEqualToNormalizingNewlines("agent: main\nby: default\nsession: agent:main:main\n");
        assertThat(run.errors()).startsWith("error: ").contains("ecko", "(config.json:1:35)");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void route_fileWhoseAgentsCannotBeRead_saysWhereAndExitsWith1() throws IOException {
        file = write("{\"agents\": []}");

        CommandRun run = route("--channel", "slack");

        assertThat(run.output()).startsWith("error: found a list at agents (config.json:1:12)");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void route_fileThatCannotBeUsedAsJson_listsProblems() throws IOException {
        file = write("{\"agents\": oops}");

        CommandRun run = route("--channel", "slack", "--json");

        assertThat(run.output()).contains("\"problems\" : [", "\"column\" : 12");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    private CommandRun route(String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "route";
        arguments[1] = file;
        System.arraycopy(options, 0, arguments, 2, options.length);
        return CommandRun.of(arguments);
    }

    private String write(String content) throws IOException {
        return Files.writeString(directory.resolve("config.json"), content).toString();
    }
}
