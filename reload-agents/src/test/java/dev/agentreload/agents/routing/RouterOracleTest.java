// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.agentreload.core.config.Parsed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares the indexed router with one that reads the rules off the list, over bindings and messages that collide often. */
class RouterOracleTest {

    private static final List<PeerKind> KINDS = List.of(PeerKind.values());

    private final Random random = new Random(20_260_101);

    @Test
    void indexedRouter_findsWhatALinearSearchFinds() {
        int claimed = 0;
        for (int round = 0; round < 400; round++) {
            List<BindingMatch> matches = matches(random.nextInt(30));
            String[] json = json(matches);
            Router router = Routing.router(json);
            for (int i = 0; i < 20; i++) {
                RouteRequest request = request();
                String expected = linear(matches, request);
                String found = router.route(request).toString();
                if (!found.equals(expected)) {
                    fail("expected [%s], found [%s] for %s in %s", expected, found, request, List.of(json));
                }
                claimed += expected.equals("main by default") ? 0 : 1;
            }
        }
        assertThat(claimed).isGreaterThan(2_000);
    }

    @Test
    void unreachableBindings_areExactlyThoseThatNoMessageReaches() {
        for (int round = 0; round < 200; round++) {
            List<BindingMatch> matches = matches(8);
            Parsed<Router> config = Routing.read("{bindings: [" + String.join(",", json(matches)) + "]}");
            Set<String> unreachable = config.problems().stream()
                    .map(problem -> problem.path().toString())
                    .collect(Collectors.toSet());
            for (Binding binding : config.orThrow().bindings()) {
                RouteRequest request = weakest(binding.match());
                boolean reached =
                        config.orThrow().route(request).binding().orElseThrow().equals(binding);
                if (binding.match().roles().size() < 2) {
                    assertThat(reached)
                            .as("%s in %s", binding, List.of(json(matches)))
                            .isNotEqualTo(unreachable.contains(binding.path().toString()));
                }
            }
        }
    }

    /** Returns the message that has what the binding asks for and nothing else. */
    private static RouteRequest weakest(BindingMatch match) {
        RouteRequest.Builder request = RouteRequest.builder(match.channel())
                .accountId(match.isAnyAccount() ? "some other" : match.accountId())
                .memberRoleIds(match.roles());
        match.peer().ifPresent(peer -> request.peer(peer.kind(), peer.id().equals("*") ? "some other" : peer.id()));
        match.guildId().ifPresent(request::guildId);
        match.teamId().ifPresent(request::teamId);
        return request.build();
    }

    private static String linear(List<BindingMatch> matches, RouteRequest request) {
        for (MatchTier tier : MatchTier.values()) {
            for (int i = 0; i < matches.size(); i++) {
                if (claims(tier, matches.get(i), request)) {
                    return agent(i) + " by " + tier.id() + ", bindings[" + i + "]";
                }
            }
        }
        return "main by default";
    }

    private static boolean claims(MatchTier tier, BindingMatch match, RouteRequest request) {
        return match.channel().equals(request.channel())
                && (match.accountId().equals("*") || match.accountId().equals(request.accountId()))
                && (match.guildId().isEmpty() || match.guildId().equals(request.guildId()))
                && (match.teamId().isEmpty() || match.teamId().equals(request.teamId()))
                && (match.roles().isEmpty() || match.roles().stream().anyMatch(request.memberRoleIds()::contains))
                && belongs(tier, match, request);
    }

    private static boolean belongs(MatchTier tier, BindingMatch match, RouteRequest request) {
        boolean guild = match.guildId().isPresent();
        boolean roles = !match.roles().isEmpty();
        boolean none = match.peer().isEmpty() && !guild && match.teamId().isEmpty();
        return switch (tier) {
            case PEER -> match.peer().isPresent() && same(match.peer().get(), request.peer());
            case PARENT_PEER -> match.peer().isPresent() && same(match.peer().get(), request.parentPeer());
            case PEER_WILDCARD ->
                match.peer().isPresent()
                        && match.peer().get().id().equals("*")
                        && request.peer().isPresent()
                        && sameKind(match.peer().get(), request.peer().get());
            case GUILD_ROLES -> match.peer().isEmpty() && guild && roles;
            case GUILD -> match.peer().isEmpty() && guild && !roles;
            case TEAM -> match.peer().isEmpty() && !guild && match.teamId().isPresent();
            case ACCOUNT -> none && !match.accountId().equals("*");
            case CHANNEL -> none && match.accountId().equals("*");
            case NAMED, DEFAULT -> false;
        };
    }

    private static boolean same(Peer required, Optional<Peer> peer) {
        return peer.isPresent()
                && !peer.get().id().isEmpty()
                && !required.id().equals("*")
                && sameKind(required, peer.get())
                && required.id().equalsIgnoreCase(peer.get().id());
    }

    private static boolean sameKind(Peer left, Peer right) {
        Set<PeerKind> rooms = Set.of(PeerKind.GROUP, PeerKind.CHANNEL);
        return left.kind() == right.kind() || (rooms.contains(left.kind()) && rooms.contains(right.kind()));
    }

    private List<BindingMatch> matches(int count) {
        List<BindingMatch> matches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            matches.add(new BindingMatch(
                    one("x", "y"),
                    one("default", "work", "*"),
                    random.nextBoolean() ? Optional.of(peer("*")) : Optional.empty(),
                    maybe("g1", "g2"),
                    roles(),
                    maybe("t1", "t2")));
        }
        return matches;
    }

    private RouteRequest request() {
        return new RouteRequest(
                one("x", "y"),
                one("default", "work", "home"),
                random.nextInt(4) > 0 ? Optional.of(peer("")) : Optional.empty(),
                random.nextInt(3) == 0 ? Optional.of(peer("")) : Optional.empty(),
                maybe("g1", "g2"),
                roles(),
                maybe("t1", "t2"));
    }

    private Peer peer(String special) {
        return new Peer(KINDS.get(random.nextInt(KINDS.size())), one("p1", "P1", "p2", special));
    }

    private Set<String> roles() {
        return switch (random.nextInt(4)) {
            case 0 -> Set.of("r1");
            case 1 -> Set.of("r2", "r1");
            default -> Set.of();
        };
    }

    private Optional<String> maybe(String... values) {
        return random.nextBoolean() ? Optional.of(one(values)) : Optional.empty();
    }

    private String one(String... values) {
        return values[random.nextInt(values.length)];
    }

    private static String agent(int index) {
        return List.of("a", "b", "c", "d", "e", "f").get(index % 6);
    }

    private static String[] json(List<BindingMatch> matches) {
        String[] lines = new String[matches.size()];
        Arrays.setAll(lines, i -> json(agent(i), matches.get(i)));
        return lines;
    }

    private static String json(String agent, BindingMatch match) {
        return "{agentId: '" + agent + "', match: {channel: '" + match.channel() + "', accountId: '" + match.accountId()
                + "'"
                + match.peer()
                        .map(peer -> ", peer: {kind: '" + peer.kind().id() + "', id: '" + peer.id() + "'}")
                        .orElse("")
                + match.guildId().map(id -> ", guildId: '" + id + "'").orElse("")
                + match.teamId().map(id -> ", teamId: '" + id + "'").orElse("")
                + ", roles: ["
                + String.join(
                        ",",
                        match.roles().stream().map(role -> "'" + role + "'").toList()) + "]}}";
    }
}
