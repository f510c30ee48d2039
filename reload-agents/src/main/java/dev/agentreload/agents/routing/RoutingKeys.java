// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigType;
import dev.agentreload.core.bind.SectionKeys;
import java.util.stream.Stream;

/** The keys of bindings and sessions that OpenClaw and PicoClaw document. */
final class RoutingKeys {

    private static final SectionKeys PEER = SectionKeys.of(
            ConfigKey.of(
                    "kind",
                    new ConfigType.Choice(Stream.concat(PeerKind.ids().stream(), Stream.of("dm"))
                            .toList()),
                    "what the other side is"),
            ConfigKey.of("id", ConfigType.ID, "its id on the channel; * for all of the kind"));

    private static final SectionKeys MATCH = SectionKeys.of(
            ConfigKey.of("channel", ConfigType.ID, "the channel"),
            ConfigKey.of(
                    "accountId", ConfigType.ID, "the account there; * for all, the default one where it is absent"),
            ConfigKey.section("peer", PEER, "the other side of the conversation"),
            ConfigKey.of("guildId", ConfigType.ID, "the guild"),
            ConfigKey.of("teamId", ConfigType.ID, "the team"),
            ConfigKey.of("roles", new ConfigType.ListOf(ConfigType.ID), "roles in the guild, one of which is enough"));

    /** Of one binding. */
    static final SectionKeys BINDING = SectionKeys.of(
                    ConfigKey.of("agentId", ConfigType.ID, "the agent that answers"),
                    ConfigKey.section("match", MATCH, "the messages, all of whose conditions must hold"))
            .with(ConfigKey.accepted("type", "comment", "acp", "session", "dmScope", "groupScope"));

    private static final SectionKeys SESSION = SectionKeys.of(
                    ConfigKey.of(
                                    "dmScope",
                                    new ConfigType.Choice(Stream.concat(
                                                    SessionScope.ids().stream(), Stream.of("global", "per-channel"))
                                            .toList()),
                                    "which direct conversations with an agent are one session")
                            .orElse(SessionReader.DEFAULT.scope().id()),
                    ConfigKey.string("mainKey", "the name of the session that all share"),
                    ConfigKey.of(
                            "identityLinks",
                            new ConfigType.MapOf(new ConfigType.ListOf(ConfigType.ID)),
                            "people by name, with their ids on all channels"))
            .with(ConfigKey.accepted(
                    "backlogLimit",
                    "dimensions",
                    "groupScope",
                    "parentForkMaxTokens",
                    "writeLock",
                    "scope",
                    "store",
                    "idleMinutes",
                    "reset",
                    "resetByType",
                    "resetByChannel",
                    "resetTriggers",
                    "typingMode",
                    "typingIntervalSeconds",
                    "sendPolicy",
                    "agentToAgent",
                    "maintenance",
                    "threadBindings"));

    /** At the root. */
    static final SectionKeys ROOT = SectionKeys.of(
                    ConfigKey.sections(BindingsReader.KEY, BINDING, "who answers whom, the first that matches"),
                    ConfigKey.section("session", SESSION, "which messages are one conversation"))
            .allowingOthers();

    private RoutingKeys() {}
}
