// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.generators;

import static dev.agentreload.testkit.generators.JsonArbitraries.anyValues;
import static dev.agentreload.testkit.generators.JsonArbitraries.flags;
import static dev.agentreload.testkit.generators.JsonArbitraries.identified;
import static dev.agentreload.testkit.generators.JsonArbitraries.listOf;
import static dev.agentreload.testkit.generators.JsonArbitraries.mapOf;
import static dev.agentreload.testkit.generators.JsonArbitraries.members;
import static dev.agentreload.testkit.generators.JsonArbitraries.numbers;
import static dev.agentreload.testkit.generators.JsonArbitraries.secret;
import static dev.agentreload.testkit.generators.JsonArbitraries.someOf;
import static dev.agentreload.testkit.generators.JsonArbitraries.text;
import static java.util.Map.entry;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Generates the sections that configurations of agent hosts have, in both spellings that are in use. */
final class Sections {

    private static final Arbitrary<String> NAMES =
            Arbitraries.of("default", "work", "home", "openai", "a.b", "a/b", "");
    private static final Arbitrary<Json> MODEL_NAMES = text("openai/gpt-4.1", "openai/gpt-5", "local");

    private Sections() {}

    static Map<String, Arbitrary<Json>> all() {
        return members(
                entry("models", models()),
                entry("model_list", modelList()),
                entry("providers", providers()),
                entry("agents", agents()),
                entry("bindings", bindings()),
                entry("session", object(entry("dmScope", text("main", "per-peer")), entry("idle", numbers()))),
                entry("channels", channels("botToken")),
                entry("channel_list", channels("token")),
                entry("hooks", hooks()),
                entry("cron", object(entry("enabled", flags()), entry("jobs", anyValues()))),
                entry("browser", object(entry("headless", flags()), entry("env", environment()))),
                entry("heartbeat", object(entry("every", text("30m", "1h")), entry("enabled", flags()))),
                entry("agent", object(entry("heartbeat", anyValues()), entry("name", anyValues()))),
                entry("gateway", gateway()),
                entry("plugins", anyValues()),
                entry("tools", anyValues()),
                entry("ui", anyValues()),
                entry("mcp", anyValues()));
    }

    private static Arbitrary<Json> models() {
        Arbitrary<Json.Members> model = some(entry("contextWindow", numbers()), entry("alias", MODEL_NAMES));
        Arbitrary<Json> provider = object(
                entry(
                        "baseUrl",
                        text("https://one.example", "https://me:" + ConfigArbitraries.SECRET + "@two.example")),
                entry("apiKey", secret()),
                entry("headers", mapOf(NAMES, secret())),
                entry("models", identified("id", model)));
        return object(entry("mode", text("merge", "replace")), entry("providers", mapOf(NAMES, provider)));
    }

    private static Arbitrary<Json> modelList() {
        return identified(
                "model_name",
                some(
                        entry("model", MODEL_NAMES),
                        entry("api_keys", listOf(secret())),
                        entry("api_base", text("https://one.example"))));
    }

    private static Arbitrary<Json> providers() {
        return mapOf(NAMES, object(entry("api_key", secret()), entry("timeout", numbers())));
    }

    private static Arbitrary<Json> agents() {
        Arbitrary<Json.Members> agent = some(
                entry("model", model()),
                entry("workspace", text("~/a", "~/b")),
                entry("default", flags()),
                entry("tools", anyValues()));
        return object(
                entry("defaults", defaults()),
                entry("list", identified("id", agent)),
                entry("entries", mapOf(NAMES, agent)),
                entry("dispatch", object(entry("rules", listOf(agent)))),
                entry("ownership", anyValues()));
    }

    private static Arbitrary<Json> defaults() {
        return object(
                entry("model", model()),
                entry("models", mapOf(Arbitraries.of("openai/gpt-4.1", "local"), anyValues())),
                entry("heartbeat", object(entry("every", text("30m", "1h")))),
                entry("max_tokens", numbers()),
                entry("temperature", numbers()));
    }

    private static Arbitrary<Json> model() {
        return Arbitraries.oneOf(
                MODEL_NAMES, object(entry("primary", MODEL_NAMES), entry("fallbacks", listOf(MODEL_NAMES))));
    }

    private static Arbitrary<Json> bindings() {
        return listOf(object(
                entry("agentId", text("main", "coder")),
                entry(
                        "match",
                        object(entry("channel", text("telegram", "slack")), entry("accountId", text("*", "work"))))));
    }

    private static Arbitrary<Json> channels(String token) {
        Arbitrary<Json> account = object(entry(token, secret()), entry("enabled", flags()));
        Arbitrary<Json> channel =
                object(entry(token, secret()), entry("enabled", flags()), entry("accounts", mapOf(NAMES, account)));
        return mapOf(Arbitraries.of("telegram", "discord", "slack", "my chat"), channel);
    }

    private static Arbitrary<Json> hooks() {
        return object(
                entry("enabled", flags()),
                entry("token", secret()),
                entry("gmail", object(entry("label", text("inbox", "bots")))),
                entry("mappings", anyValues()));
    }

    private static Arbitrary<Json> environment() {
        return mapOf(Arbitraries.of("HOME", "PATH"), secret());
    }

    private static Arbitrary<Json> gateway() {
        return object(
                entry("port", numbers()),
                entry("reload", object(entry("mode", text("hot", "hybrid", "off")))),
                entry("remote", anyValues()),
                entry("auth", object(entry("password", secret()))));
    }

    @SafeVarargs
    private static Arbitrary<Json.Members> some(Map.Entry<String, Arbitrary<Json>>... entries) {
        return someOf(members(entries));
    }

    @SafeVarargs
    private static Arbitrary<Json> object(Map.Entry<String, Arbitrary<Json>>... entries) {
        return some(entries).map(members -> members);
    }
}
