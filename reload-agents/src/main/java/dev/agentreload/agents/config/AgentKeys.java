package dev.agentreload.agents.config;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.bind.ConfigSection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The keys of agents and of their defaults that OpenClaw and PicoClaw document. */
final class AgentKeys {

    /** What the value of a key must be. */
    enum Kind {
        TEXT,
        WHOLE,
        LIMIT,
        NUMBER,
        FLAG,
        ANY;

        /** Makes a problem of a value of another kind. */
        void check(ConfigSection section, String key) {
            switch (this) {
                case TEXT -> section.string(key);
                case WHOLE -> checkAtLeast(0, section, key);
                case LIMIT -> checkAtLeast(1, section, key);
                case NUMBER -> section.number(key);
                case FLAG -> section.bool(key);
                case ANY -> section.node(key);
            }
        }

        /** Zero is PicoClaw's way to ask for the default, OpenClaw has no such way. */
        private static void checkAtLeast(long least, ConfigSection section, String key) {
            OptionalLong value = section.integer(key);
            if (value.isPresent() && value.getAsLong() < least) {
                section.error(key, "[" + value.getAsLong() + "] is too little", "expected at least " + least);
            }
        }
    }

    /** A setting. */
    record Key(String canonical, Kind kind) {}

    /** Keys of which {@link AgentSection} and {@link AgentsReader} read more than a setting, or which are no part of an agent. */
    private static final ImmutableSet<String> READ_BY_NAME = ImmutableSet.of(
            "default",
            "description",
            "heartbeat",
            "id",
            "imageModel",
            "imageModelFallbacks",
            "model",
            "modelFallbacks",
            "modelName",
            "models",
            "name",
            "provider",
            "routing",
            "skills",
            "subagents",
            "subturn",
            "toolFeedback",
            "workspace");

    private static final ImmutableMap<String, Key> SETTINGS = ImmutableMap.<String, Key>builder()
            .putAll(keys(
                    Kind.WHOLE,
                    "contextWindow",
                    "imageMaxDimensionPx",
                    "llmRetryBackoffSecs",
                    "maxLlmRetries",
                    "maxMediaSize",
                    "maxParallelTurns",
                    "maxTokens",
                    "maxToolIterations",
                    "memoryWindow",
                    "summarizeMessageThreshold",
                    "summarizeTokenPercent",
                    "timeoutSeconds"))
            .putAll(keys(
                    Kind.LIMIT,
                    "bootstrapMaxChars",
                    "bootstrapTotalMaxChars",
                    "contextTokens",
                    "maxConcurrent",
                    "pdfMaxPages"))
            .putAll(keys(Kind.NUMBER, "mediaMaxMb", "pdfMaxBytesMb", "temperature", "typingIntervalSeconds"))
            .putAll(keys(
                    Kind.FLAG,
                    "allowReadOutsideWorkspace",
                    "mediaGenerationAutoProviderFallback",
                    "restrictToWorkspace",
                    "skipBootstrap",
                    "splitOnMarker"))
            .putAll(keys(
                    Kind.TEXT,
                    "agentDir",
                    "bootstrapPromptTruncationWarning",
                    "contextInjection",
                    "contextManager",
                    "elevatedDefault",
                    "envelopeElapsed",
                    "envelopeTimestamp",
                    "envelopeTimezone",
                    "imageQuality",
                    "reasoningDefault",
                    "repoRoot",
                    "steeringMode",
                    "systemPrompt",
                    "systemPromptOverride",
                    "thinkingDefault",
                    "timeFormat",
                    "toolProgressDetail",
                    "typingMode",
                    "userTimezone",
                    "verboseDefault"))
            .putAll(keys(
                    Kind.ANY,
                    "agentRuntime",
                    "blockStreamingBreak",
                    "blockStreamingChunk",
                    "blockStreamingCoalesce",
                    "blockStreamingDefault",
                    "cliBackends",
                    "compaction",
                    "contextLimits",
                    "contextManagerConfig",
                    "contextPruning",
                    "embeddedAgent",
                    "embeddedHarness",
                    "embeddedPi",
                    "experimental",
                    "fastModeDefault",
                    "groupChat",
                    "humanDelay",
                    "identity",
                    "imageGenerationModel",
                    "isolation",
                    "llm",
                    "localService",
                    "logLevel",
                    "mcpServers",
                    "memory",
                    "memorySearch",
                    "modelPolicy",
                    "musicGenerationModel",
                    "params",
                    "pdfModel",
                    "promptOverlays",
                    "runRetries",
                    "runtime",
                    "sandbox",
                    "sessionStore",
                    "silentReply",
                    "silentReplyRewrite",
                    "skillsLimits",
                    "skipOptionalBootstrapFiles",
                    "startupContext",
                    "tools",
                    "tts",
                    "turnProfile",
                    "utilityModel",
                    "videoGenerationModel",
                    "voiceModel"))
            .buildOrThrow();

    private static final ImmutableMap<String, Key> ROUTING = ImmutableMap.<String, Key>builder()
            .putAll(keys(Kind.FLAG, "enabled"))
            .putAll(keys(Kind.NUMBER, "threshold"))
            .buildOrThrow();

    private static final ImmutableMap<String, Key> SUBAGENTS = keys(
            Kind.ANY,
            "announceTimeoutMs",
            "archiveAfterMinutes",
            "delegationMode",
            "maxChildrenPerAgent",
            "maxConcurrent",
            "maxSpawnDepth",
            "requireAgentId",
            "runTimeoutSeconds",
            "thinking",
            "tools");

    private static final ImmutableMap<String, Key> SUBTURN = keys(
            Kind.WHOLE,
            "maxDepth",
            "maxConcurrent",
            "defaultTimeoutMinutes",
            "defaultTokenBudget",
            "concurrencyTimeoutSec");

    private static final ImmutableMap<String, Key> TOOL_FEEDBACK = ImmutableMap.<String, Key>builder()
            .putAll(keys(Kind.FLAG, "enabled", "separateMessages"))
            .putAll(keys(Kind.WHOLE, "maxArgsLength"))
            .buildOrThrow();

    /** Objects whose keys are known too, by their canonical names. */
    private static final ImmutableMap<String, ImmutableMap<String, Key>> OBJECTS = ImmutableMap.of(
            "routing", ROUTING,
            "subagents", SUBAGENTS,
            "subturn", SUBTURN,
            "toolFeedback", TOOL_FEEDBACK);

    private static final ImmutableSet<String> KNOWN = ImmutableSet.<String>builder()
            .addAll(READ_BY_NAME)
            .addAll(SETTINGS.keySet())
            .build();

    private AgentKeys() {}

    private static ImmutableMap<String, Key> keys(Kind kind, String... canonical) {
        ImmutableMap.Builder<String, Key> keys = ImmutableMap.builder();
        for (String name : canonical) {
            keys.put(name, new Key(name, kind));
        }
        return keys.buildOrThrow();
    }

    /** Returns every spelling of every key at the top of an agent. */
    static Set<String> known() {
        return KNOWN;
    }

    /** Returns whether this spelling is of a key whose value is read in another way than as a setting. */
    static boolean isReadByName(String spelling) {
        return READ_BY_NAME.contains(spelling);
    }

    /** Returns the canonical names of the objects whose keys are known too. */
    static Set<String> objects() {
        return OBJECTS.keySet();
    }

    /** Returns the setting that this is a spelling of. */
    static Optional<Key> setting(String spelling) {
        return Optional.ofNullable(SETTINGS.get(spelling));
    }

    /** Returns the spellings of the keys of an object, by what they mean. */
    static ImmutableMap<String, Key> keysOf(String object) {
        return OBJECTS.getOrDefault(object, ImmutableMap.of());
    }
}
