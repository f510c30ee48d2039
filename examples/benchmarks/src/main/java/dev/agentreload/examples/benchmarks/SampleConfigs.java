// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes the configurations that all benchmarks work on: model providers, defaults, agents, and bindings of chats to them,
 * as a gateway has them. Equal arguments give equal text.
 *
 * <p>20 agents with as many bindings make 7 kB, 10,000 make 3 MB.
 */
public final class SampleConfigs {

    private static final List<String> MODELS = List.of(
            "openai/gpt-5.2",
            "openai/gpt-5.2-mini",
            "anthropic/claude-sonnet-4.5",
            "local/qwen3-coder",
            "local/llama-4");
    private static final List<String> SKILLS = List.of("search", "calendar", "mail", "shell", "notes", "browser");
    private static final List<String> SANDBOXES = List.of("off", "non-main", "all");
    private static final List<String> CHANNELS = List.of("telegram", "slack", "discord", "whatsapp");
    private static final List<String> ACCOUNTS = List.of("default", "work", "support");
    private static final List<String> KINDS = List.of("direct", "group", "channel");
    private static final String NAMES_IN_ASCII = "Agent %d";
    private static final String NAMES_BEYOND_ASCII = "Агент %d 🤖";

    private SampleConfigs() {}

    /** Returns a configuration with this many agents and as many bindings. */
    public static String json(int agents) {
        return json(agents, agents);
    }

    /** Returns a configuration with this many agents and bindings. */
    public static String json(int agents, int bindings) {
        return text(NAMES_IN_ASCII, agents, bindings, -1);
    }

    /** Returns {@link #json(int)} with one edit: the agent in the middle has another model. */
    public static String editedJson(int agents) {
        return text(NAMES_IN_ASCII, agents, agents, agents / 2);
    }

    /** Returns {@link #json(int)} with names that take more than one byte for a character. */
    public static String jsonBeyondAscii(int agents) {
        return text(NAMES_BEYOND_ASCII, agents, agents, -1);
    }

    /** Returns the text as a file holds it. */
    public static byte[] utf8(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String nameFormat, int agents, int bindings, int edited) {
        return """
                {
                  "models": {
                    "providers": {
                      "openai": { "baseUrl": "https://api.openai.example/v1", "apiKey": "sk-0123456789", "timeoutSeconds": 60 },
                      "anthropic": { "baseUrl": "https://api.anthropic.example", "apiKey": "sk-9876543210" },
                      "local": { "baseUrl": "http://127.0.0.1:11434/v1", "models": [{ "id": "qwen3-coder" }, { "id": "llama-4" }] }
                    }
                  },
                  "agents": {
                    "defaults": {
                      "model": { "primary": "openai/gpt-5.2", "fallbacks": ["local/llama-4"] },
                      "temperature": 0.7,
                      "maxTokens": 8192,
                      "heartbeat": { "every": "30m", "enabled": true }
                    },
                    "list": [
                %s
                    ]
                  },
                  "bindings": [
                %s
                  ],
                  "channels": {
                    "telegram": { "enabled": true, "accounts": { "default": { "token": "110201543:AAH" }, "work": { "token": "110201544:BBI" }, "support": { "token": "110201545:CCJ" } } },
                    "slack": { "enabled": true, "botToken": "xoxb-0123456789", "allowFrom": ["U024BE7LH", "U024BE7LK"] }
                  },
                  "hooks": { "enabled": true, "token": "hook-0123456789", "gmail": { "account": "me@mail.example", "label": "INBOX" } },
                  "cron": { "jobs": [{ "id": "morning", "schedule": "0 7 * * *", "agentId": "agent-0" }] },
                  "gateway": { "port": 18789, "reload": { "mode": "hybrid" } }
                }
                """.formatted(
                        lines(agents, i -> agent(nameFormat, i, i == edited ? "openai/edited" : pick(MODELS, i))),
                        lines(bindings, i -> binding(i, agents)));
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining(",\n"));
    }

    private static String agent(String nameFormat, int i, String model) {
        String isDefault = i == 0 ? ", \"default\": true" : "";
        return String.format(
                Locale.ROOT,
                "      {\"id\": \"agent-%d\", \"name\": \"%s\", \"model\": \"%s\", \"workspace\": \"/srv/agents/%d\", "
                        + "\"skills\": [\"%s\", \"%s\"], \"sandbox\": \"%s\"%s}",
                i,
                String.format(Locale.ROOT, nameFormat, i),
                model,
                i,
                pick(SKILLS, i),
                pick(SKILLS, i + 2),
                pick(SANDBOXES, i),
                isDefault);
    }

    private static String binding(int i, int agents) {
        return String.format(
                Locale.ROOT,
                "    {\"agentId\": \"agent-%d\", \"match\": {\"channel\": \"%s\", \"accountId\": \"%s\", "
                        + "\"peer\": {\"kind\": \"%s\", \"id\": \"%d\"}}}",
                i % agents,
                pick(CHANNELS, i),
                pick(ACCOUNTS, i),
                pick(KINDS, i),
                4_900_000_000L + i);
    }

    private static String pick(List<String> values, int i) {
        return values.get(i % values.size());
    }
}
