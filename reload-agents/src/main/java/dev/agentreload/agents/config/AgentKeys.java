// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigType;
import dev.agentreload.core.bind.SectionKeys;
import java.util.List;
import java.util.Set;

/** The keys of agents and of their defaults that OpenClaw and PicoClaw document. */
final class AgentKeys {

    /** Objects whose keys are settings too. */
    static final Set<String> OBJECTS = ImmutableSet.of("routing", "subagents", "subturn", "toolFeedback");

    private static final ConfigType MODEL = ConfigType.oneOf(
            ConfigType.STRING,
            new ConfigType.Section(SectionKeys.of(
                    ConfigKey.string("primary", "the model, as provider/model or alias"),
                    ConfigKey.strings("fallbacks", "models to try next, in this order"))));

    private static final SectionKeys ROUTING = SectionKeys.of(
            ConfigKey.of("lightModel", MODEL, "the model for simple messages"),
            ConfigKey.strings("fallbacks", "models to try after it, in this order"),
            ConfigKey.bool("enabled", "for the host: whether simple messages go to the light model"),
            ConfigKey.number("threshold", "for the host: which messages are simple"));

    private static final SectionKeys SUBAGENTS = SectionKeys.of(
                    ConfigKey.of("model", MODEL, "the model of sub-agents"),
                    ConfigKey.strings("fallbacks", "models to try after it, in this order"),
                    ConfigKey.strings("allowAgents", "agents that this one may call; * for all"))
            .with(ConfigKey.accepted(
                    "announceTimeoutMs",
                    "archiveAfterMinutes",
                    "delegationMode",
                    "maxChildrenPerAgent",
                    "maxConcurrent",
                    "maxSpawnDepth",
                    "requireAgentId",
                    "runTimeoutSeconds",
                    "thinking",
                    "tools"));

    private static final SectionKeys SUBTURN = SectionKeys.of(
            ConfigKey.integer("maxDepth", 0, "for the host: how deep turns are nested"),
            ConfigKey.integer("maxConcurrent", 0, "for the host: how many run at once"),
            ConfigKey.integer("defaultTimeoutMinutes", 0, "for the host: minutes until one times out"),
            ConfigKey.integer("defaultTokenBudget", 0, "for the host: tokens that one may use"),
            ConfigKey.integer("concurrencyTimeoutSec", 0, "for the host: seconds that one waits for another"));

    private static final SectionKeys TOOL_FEEDBACK = SectionKeys.of(
            ConfigKey.bool("enabled", "for the host: whether calls of tools are shown"),
            ConfigKey.bool("separateMessages", "for the host: whether each is a message of its own"),
            ConfigKey.integer("maxArgsLength", 0, "for the host: characters of the arguments that are shown"));

    /** Keys of which {@link AgentSection} and {@link AgentsReader} read more than a setting. */
    private static final SectionKeys READ_BY_NAME = SectionKeys.of(
            ConfigKey.string("id", "the name of the agent; in a map of agents the key is the id"),
            ConfigKey.string("name", "the name for people"),
            ConfigKey.bool("default", "whether it answers what no binding claims")
                    .orFalse(),
            ConfigKey.of("model", MODEL, "the model that answers"),
            ConfigKey.of("modelName", MODEL, "the same in old files; it counts where both are there"),
            ConfigKey.strings("modelFallbacks", "models to try next, in this order"),
            ConfigKey.of("imageModel", MODEL, "the model for pictures"),
            ConfigKey.strings("imageModelFallbacks", "models to try after it, in this order"),
            ConfigKey.string("provider", "in the defaults: the provider of models that name none"),
            ConfigKey.string("workspace", "the folder of the agent"),
            ConfigKey.strings("skills", "the skills that it may use; all where it is absent"),
            ConfigKey.section("routing", ROUTING, "which model answers what"),
            ConfigKey.section("subagents", SUBAGENTS, "agents that this one calls"),
            ConfigKey.section("subturn", SUBTURN, "turns inside of turns"),
            ConfigKey.section("toolFeedback", TOOL_FEEDBACK, "what people see of calls of tools"));

    /** Keys that are no setting of an agent: others may read them. */
    private static final List<ConfigKey> OTHERS = ConfigKey.accepted("description", "heartbeat", "models");

    private static final SectionKeys SETTINGS = SectionKeys.of(
                    atLeast(0, "contextWindow", "tokens that the model can read"),
                    atLeast(0, "imageMaxDimensionPx", "width and height of pictures"),
                    atLeast(0, "llmRetryBackoffSecs", "seconds before a model is asked again"),
                    atLeast(0, "maxLlmRetries", "how often a model is asked again"),
                    atLeast(0, "maxMediaSize", "bytes of a file"),
                    atLeast(0, "maxParallelTurns", "turns at once"),
                    atLeast(0, "maxTokens", "tokens of an answer"),
                    atLeast(0, "maxToolIterations", "calls of tools in a turn"),
                    atLeast(0, "memoryWindow", "messages that are remembered"),
                    atLeast(0, "summarizeMessageThreshold", "messages after which a summary is made"),
                    atLeast(0, "summarizeTokenPercent", "percent of the window after which a summary is made"),
                    atLeast(0, "timeoutSeconds", "seconds until a turn times out"),
                    atLeast(1, "bootstrapMaxChars", "characters of a file at the start"),
                    atLeast(1, "bootstrapTotalMaxChars", "characters of all files at the start"),
                    atLeast(1, "contextTokens", "tokens that are sent to the model"),
                    atLeast(1, "maxConcurrent", "turns at once"),
                    atLeast(1, "pdfMaxPages", "pages of a document"))
            .with(
                    ConfigKey.number("mediaMaxMb", host("megabytes of a file")),
                    ConfigKey.number("pdfMaxBytesMb", host("megabytes of a document")),
                    ConfigKey.number("temperature", host("how freely the model answers")),
                    ConfigKey.number("typingIntervalSeconds", host("seconds between signs of typing")),
                    ConfigKey.bool("allowReadOutsideWorkspace", host("whether files elsewhere can be read")),
                    ConfigKey.bool(
                            "mediaGenerationAutoProviderFallback", host("whether another provider may make media")),
                    ConfigKey.bool("restrictToWorkspace", host("whether files elsewhere are out of reach")),
                    ConfigKey.bool("skipBootstrap", host("whether no files are read at the start")),
                    ConfigKey.bool("splitOnMarker", host("whether a marker splits an answer")))
            .with(
                    ConfigKey.string("agentDir", host("the folder of the agent's state")),
                    ConfigKey.string("bootstrapPromptTruncationWarning", host("when a cut prompt is reported")),
                    ConfigKey.string("contextInjection", host("when the context is sent")),
                    ConfigKey.string("contextManager", host("what manages the context")),
                    ConfigKey.string("elevatedDefault", host("whether tools have more rights")),
                    ConfigKey.string("envelopeElapsed", host("whether messages say how long ago the last was")),
                    ConfigKey.string("envelopeTimestamp", host("whether messages say the time")),
                    ConfigKey.string("envelopeTimezone", host("the time zone of that time")),
                    ConfigKey.string("imageQuality", host("the quality of pictures")),
                    ConfigKey.string("reasoningDefault", host("whether reasoning is shown")),
                    ConfigKey.string("repoRoot", host("the folder of the source code")),
                    ConfigKey.string("steeringMode", host("how messages reach a turn that runs")),
                    ConfigKey.string("systemPrompt", host("what is sent to the model first")),
                    ConfigKey.string("systemPromptOverride", host("what is sent to it in place of all else")),
                    ConfigKey.string("thinkingDefault", host("how much the model thinks")),
                    ConfigKey.string("timeFormat", host("how times are written")),
                    ConfigKey.string("toolProgressDetail", host("how much of tools is shown")),
                    ConfigKey.string("typingMode", host("when typing is shown")),
                    ConfigKey.string("userTimezone", host("the time zone of people")),
                    ConfigKey.string("verboseDefault", host("how much is shown")))
            .with(ConfigKey.accepted(
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
                    "voiceModel"));

    private static final Set<String> NO_SETTINGS =
            READ_BY_NAME.with(OTHERS).keys().stream().map(ConfigKey::name).collect(ImmutableSet.toImmutableSet());

    private AgentKeys() {}

    private static ConfigKey atLeast(long least, String name, String description) {
        return ConfigKey.integer(name, least, host(description));
    }

    /** A setting is checked here, and read by the host. */
    private static String host(String description) {
        return "for the host: " + description;
    }

    /** Returns the keys of an agent, and of the defaults, whose host has these keys too. */
    static SectionKeys agent(Set<String> hostKeys) {
        return READ_BY_NAME.with(OTHERS).with(SETTINGS.keys()).accepting(hostKeys);
    }

    /** Returns the keys at the root. */
    static SectionKeys root(SectionKeys agent) {
        SectionKeys agents = SectionKeys.of(
                        ConfigKey.section("defaults", agent, "what agents inherit"),
                        ConfigKey.sections("list", agent, "agents, each with its id"),
                        ConfigKey.map("entries", agent, "agents by their ids, in place of the list"))
                .with(ConfigKey.accepted("dispatch", "ownership"));
        return SectionKeys.of(ConfigKey.section("agents", agents, "who answers"));
    }

    /** Returns whether the value of a key, by its canonical name, is read in another way than as a setting. */
    static boolean isReadByName(String name) {
        return NO_SETTINGS.contains(name);
    }
}
