package dev.agentreload.examples.gateway.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import dev.agentreload.agents.routing.PeerKind;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.ReloadResult;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What can be asked over HTTP, and how it is answered. <em>Safe for use by multiple threads if the host is.</em> */
final class HttpApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOOKS = "/hooks/";
    private static final long PATIENCE_SECONDS = 300;
    private static final HttpReply NOTHING = HttpReply.refused(404, "nothing is here");

    private final HttpHost host;
    private final Hooks hooks;

    HttpApi(HttpHost host, Hooks hooks) {
        this.host = host;
        this.hooks = hooks;
    }

    HttpReply answer(HttpCall call) throws IOException {
        if (call.path().equals("/healthz")) {
            return refusal(call, "GET").orElseGet(() -> HttpReply.of(ImmutableMap.of("alive", true)));
        }
        if (call.path().equals("/status")) {
            return refusal(call, "GET")
                    .or(() -> refusal(call, HttpCall.Access.MESSAGES))
                    .orElseGet(() -> HttpReply.of(host.status()));
        }
        if (!host.isStarted()) {
            return HttpReply.refused(503, "this gateway starts");
        }
        if (call.path().equals("/message")) {
            return answer(call, HttpCall.Access.MESSAGES, this::message);
        }
        if (call.path().equals("/reload")) {
            return answer(call, HttpCall.Access.FULL, this::reload);
        }
        return call.path().startsWith(HOOKS) ? answer(call, HttpCall.Access.FULL, this::hook) : NOTHING;
    }

    /** Waits for the body of those alone who may send it. */
    private static HttpReply answer(HttpCall call, HttpCall.Access needed, Answerer answerer) throws IOException {
        Optional<HttpReply> refusal = refusal(call, "POST").or(() -> refusal(call, needed));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<String> body = call.body().read();
        return body.isPresent() ? answerer.answer(call, body.get()) : HttpReply.refused(413, "the body is too large");
    }

    private static Optional<HttpReply> refusal(HttpCall call, String method) {
        return call.method().equals(method)
                ? Optional.empty()
                : Optional.of(HttpReply.refused(405, "expected " + method));
    }

    private static Optional<HttpReply> refusal(HttpCall call, HttpCall.Access needed) {
        return switch (call.access()) {
            case FULL -> Optional.empty();
            case MESSAGES ->
                needed == HttpCall.Access.MESSAGES
                        ? Optional.empty()
                        : Optional.of(HttpReply.refused(403, "only with a channels.http.token in the configuration"));
            case NONE -> Optional.of(HttpReply.refused(401, "expected the token of channels.http.token as bearer"));
            case FOREIGN ->
                Optional.of(HttpReply.refused(
                        403,
                        "without a channels.http.token only to an address of this machine, and from no other page"));
        };
    }

    /** A page in a browser can send a form to any address, but JSON only where it is allowed to. */
    private HttpReply message(HttpCall call, String text) {
        if (!call.contentType().startsWith("application/json")) {
            return HttpReply.refused(415, "expected application/json");
        }
        Optional<JsonNode> body = parse(text);
        String said = body.map(json -> json.path("text").asText()).orElse("");
        if (said.isBlank()) {
            return HttpReply.refused(400, "expected an object with a text, and perhaps channel and peer");
        }
        RouteRequest sender = sender(body.orElseThrow(), call.access() == HttpCall.Access.FULL);
        return HttpReply.of(ImmutableMap.of("text", host.answer(sender, said)));
    }

    private static Optional<JsonNode> parse(String body) {
        try {
            return Optional.of(JSON.readTree(body)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Where a message comes from is what it says, if that is to be believed; else it is a stranger on this channel. */
    private static RouteRequest sender(JsonNode message, boolean believed) {
        String channel = message.path("channel").asText();
        String peer = message.path("peer").asText();
        RouteRequest.Builder sender = RouteRequest.builder(channel.isBlank() || !believed ? HttpChannel.NAME : channel);
        return peer.isBlank()
                ? sender.build()
                : sender.peer(PeerKind.DIRECT, believed ? peer : HttpChannel.NAME + ":" + peer)
                        .build();
    }

    private HttpReply hook(HttpCall call, String body) {
        return hooks.find(call.path().substring(HOOKS.length()))
                .map(hook -> HttpReply.of(ImmutableMap.of("text", host.answer(hook, body))))
                .orElse(NOTHING);
    }

    /** A reload that restarts this channel waits for its requests, so this one must not wait for the reload. */
    private HttpReply reload(HttpCall call, String body) {
        CompletableFuture<ReloadResult> decision = host.reload()
                .toCompletableFuture()
                .completeOnTimeout(new ReloadResult.StillRunning(), PATIENCE_SECONDS, TimeUnit.SECONDS);
        CompletableFuture.anyOf(decision, call.stopping()).join();
        return decision.isDone()
                ? decided(decision.join())
                : new HttpReply(
                        202, ImmutableMap.of("result", "running", "summary", "this channel restarts; ask /status"));
    }

    private static HttpReply decided(ReloadResult result) {
        int status = switch (result.kind()) {
            case APPLIED, UNCHANGED -> 200;
            case STILL_RUNNING -> 202;
            case INVALID -> 422;
            case RESTART_REQUIRED, STALE, SUPERSEDED, BUSY, DISABLED -> 409;
            case ROLLED_BACK, RESTORE_FAILED, NOT_STARTED -> 503;
        };
        String kind = result.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new HttpReply(status, ImmutableMap.of("result", kind, "summary", result.summary()));
    }

    /** Answers a call by somebody who may make it. */
    private interface Answerer {
        HttpReply answer(HttpCall call, String body);
    }
}
