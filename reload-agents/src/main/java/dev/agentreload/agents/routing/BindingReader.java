// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import java.util.Optional;

/** Reads one element of {@code bindings}. */
final class BindingReader {

    static final String AGENT = "agentId";

    private final ConfigSection section;

    BindingReader(ConfigSection section) {
        this.section = section;
    }

    /** Returns the binding; empty if it has an error, or a peer that no message can have, for which there is a warning. */
    Optional<Binding> read() {
        Optional<Scalar> agent = Scalar.require(section, "the id of an agent", AGENT);
        Optional<BindingMatch> match = match();
        section.reportUnknownKeys(ConfigProblem.Severity.WARNING);
        return agent.flatMap(name -> match.map(found -> binding(name, found)));
    }

    private Binding binding(Scalar agent, BindingMatch match) {
        return new Binding(section.path(), agent.shown(), AgentId.normalize(agent.text()), match);
    }

    private Optional<BindingMatch> match() {
        Optional<ConfigSection> match = section.section("match");
        if (match.isEmpty() && section.node("match").isEmpty()) {
            Scalar.missing(section, "an object with at least a channel", "match");
        }
        return match.flatMap(BindingReader::match);
    }

    private static Optional<BindingMatch> match(ConfigSection match) {
        Optional<Scalar> channel = Scalar.require(match, "the name of a channel", "channel");
        String account = Scalar.read(match, "accountId").map(Scalar::text).orElse("");
        Optional<ConfigSection> peerSection = match.section("peer");
        Optional<Peer> peer = peerSection.flatMap(BindingReader::peer);
        Optional<String> guild = id(match, "guildId");
        Optional<String> team = id(match, "teamId");
        ImmutableSet<String> roles = roles(match);
        match.reportUnknownKeys(ConfigProblem.Severity.WARNING);
        return channel.filter(name -> peerSection.isPresent() == peer.isPresent())
                .map(name -> new BindingMatch(
                        RouteRequest.normalize(name.text()), RouteRequest.account(account), peer, guild, roles, team));
    }

    private static Optional<String> id(ConfigSection section, String key) {
        return Scalar.read(section, key).map(Scalar::text).filter(text -> !text.isEmpty());
    }

    /** Returns empty for a peer that no message can have: without it, the binding would be one to the whole account. */
    private static Optional<Peer> peer(ConfigSection peer) {
        Optional<PeerKind> kind = peerKind(peer);
        Optional<String> id = id(peer, "id");
        if (id.isEmpty()) {
            warnMissing(peer, "id");
        }
        peer.reportUnknownKeys(ConfigProblem.Severity.WARNING);
        return kind.flatMap(found -> id.map(text -> new Peer(found, text)));
    }

    private static Optional<PeerKind> peerKind(ConfigSection peer) {
        Optional<Scalar> word = Scalar.read(peer, "kind");
        Optional<PeerKind> kind = word.flatMap(text -> PeerKind.parse(text.text()));
        if (word.isEmpty()) {
            warnMissing(peer, "kind");
        } else if (kind.isEmpty()) {
            peer.warning("kind", "no message has the peer kind [" + word.get().shown() + "]", expectedKind(word.get()));
        }
        return kind;
    }

    private static String expectedKind(Scalar word) {
        String near = ConfigProblem.didYouMean(word.text(), PeerKind.ids());
        return near.isEmpty() ? "expected one of " + String.join(", ", PeerKind.ids()) : near;
    }

    private static void warnMissing(ConfigSection peer, String key) {
        peer.problems()
                .add(ConfigProblem.warning(
                        peer.path(),
                        peer.object().position(),
                        "missing [" + key + "] of the peer",
                        "the binding claims no message without it"));
    }

    private static ImmutableSet<String> roles(ConfigSection match) {
        Optional<ConfigNode> node = match.node("roles");
        ImmutableSet.Builder<String> roles = ImmutableSet.builder();
        if (node.isPresent() && node.get() instanceof ConfigArray array) {
            ConfigPath path = match.pathOf("roles");
            for (int i = 0; i < array.size(); i++) {
                Scalar.from(match, array.element(i), path.index(i))
                        .filter(role -> !role.isBlank())
                        .ifPresent(role -> roles.add(role.text()));
            }
        } else if (node.isPresent()) {
            match.error("roles", "found " + node.get().kind().description(), "expected a list");
        }
        return roles.build();
    }
}
