// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.ParsedAgents;
import dev.agentreload.agents.routing.Binding;
import dev.agentreload.agents.routing.Peer;
import dev.agentreload.agents.routing.PeerKind;
import dev.agentreload.agents.routing.Route;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.agents.routing.Router;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.InvalidConfigException;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.examples.gateway.provider.HostPolicy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Says who would answer a message, and why, without a running gateway. */
@Command(
        name = "route",
        description = "Says which agent answers a message, by which binding and in which session.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:an agent answers", "1:error, such as a file that cannot be used"})
final class RouteCommand implements Callable<Integer> {

    @Mixin
    private ConfigQuestion question = new ConfigQuestion();

    @Option(names = "--channel", required = true, paramLabel = "ID", description = "The channel it comes from.")
    private String channel = "";

    @Option(
            names = "--account",
            paramLabel = "ID",
            description = "The account of the host there; by default ${DEFAULT-VALUE}.")
    private String account = RouteRequest.DEFAULT_ACCOUNT;

    @Option(
            names = "--peer",
            paramLabel = "KIND:ID",
            converter = PeerText.class,
            description = "The other side, such as direct:ada or group:42.")
    private Optional<Peer> peer = Optional.empty();

    @Option(
            names = "--parent-peer",
            paramLabel = "KIND:ID",
            converter = PeerText.class,
            description = "What the peer belongs to, such as the room around a thread.")
    private Optional<Peer> parentPeer = Optional.empty();

    @Option(names = "--guild", paramLabel = "ID", description = "The guild or server.")
    private Optional<String> guild = Optional.empty();

    @Option(names = "--role", paramLabel = "ID", description = "A role of the sender; may be given several times.")
    private Set<String> roles = new LinkedHashSet<>();

    @Option(names = "--team", paramLabel = "ID", description = "The team or workspace.")
    private Optional<String> team = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command is called
    private CommandSpec spec;

    @Override
    public Integer call() {
        RouteRequest request = request();
        return question.answer(document -> answer(document, request));
    }

    private RouteRequest request() {
        try {
            return new RouteRequest(channel, account, peer, parentPeer, guild, roles, team);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static ConfigQuestion.Answer answer(ConfigDocument document, RouteRequest request) {
        ParsedAgents agents = AgentsConfig.read(document, HostPolicy.AGENTS);
        if (agents.ids().isEmpty()) {
            throw new InvalidConfigException(agents.problems());
        }
        Router router = agents.routing(document).orThrow();
        Route route = router.route(request);
        SessionKey session = router.sessionKeys().keyFor(route.agentId(), request);
        Optional<SourcePosition> position = route.binding().map(binding -> document.nearestPosition(binding.path()));
        return new ConfigQuestion.Answer(text(route, session, position), map(route, session, position));
    }

    private static String text(Route route, SessionKey session, Optional<SourcePosition> position) {
        return "agent: " + route.agentId()
                + route.missingAgent()
                        .map(missing -> ", in place of [" + missing + "], which does not exist")
                        .orElse("")
                + "\nby: " + route.matchedBy().id()
                + route.binding().map(binding -> ", " + binding.path()).orElse("")
                + position.map(place -> " (" + place + ")").orElse("")
                + "\nsession: " + session;
    }

    private static Map<String, Object> map(Route route, SessionKey session, Optional<SourcePosition> position) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("agent", route.agentId());
        route.missingAgent().ifPresent(missing -> map.put("missingAgent", missing));
        map.put("matchedBy", route.matchedBy().id());
        route.binding().ifPresent(binding -> map.put("binding", map(binding, position.orElseThrow())));
        map.put("sessionKey", session);
        return map;
    }

    private static Map<String, Object> map(Binding binding, SourcePosition position) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (binding.path().segments().get(binding.path().depth() - 1) instanceof PathSegment.Index last) {
            map.put("index", last.index());
        }
        map.put("path", binding.path());
        map.put("source", position.source());
        map.put("line", position.line());
        map.put("column", position.column());
        return map;
    }

    /** Reads a peer as it is written on the command line. */
    static final class PeerText implements ITypeConverter<Peer> {

        @Override
        public Peer convert(String text) {
            int colon = text.indexOf(':');
            String id = text.substring(colon + 1);
            if (colon < 0 || id.isBlank()) {
                throw new TypeConversionException("[" + text + "] is no peer, expected KIND:ID");
            }
            PeerKind kind = PeerKind.parse(text.substring(0, colon))
                    .orElseThrow(() -> new TypeConversionException(
                            "unknown kind of peer [" + text.substring(0, colon) + "], expected " + kinds()));
            return new Peer(kind, id);
        }

        private static String kinds() {
            return Arrays.stream(PeerKind.values()).map(PeerKind::id).collect(Collectors.joining(", "));
        }
    }
}
