package dev.agentreload.examples.gateway.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import dev.agentreload.agents.routing.PeerKind;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.ReloadResult;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What can be asked over HTTP, and how it is answered. <em>Safe for use by multiple threads if the host is.</em> */
final class HttpApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOOKS = "/hooks/";
    private static final long PATIENCE_SECONDS = 300;

    private final HttpHost host;
    private final Hooks hooks;

    HttpApi(HttpHost host, Hooks hooks) {
        this.host = host;
        this.hooks = hooks;
    }

    HttpReply answer(HttpCall call) {
        if (call.path().equals("/status")) {
            return call.method().equals("GET") ? HttpReply.of(host.status()) : onlyBy("GET");
        }
        if (!host.isStarted()) {
            return HttpReply.refused(503, "this gateway starts");
        }
        if (call.path().equals("/message")) {
            return refusal(call, HttpCall.Access.MESSAGES).orElseGet(() -> message(call));
        }
        if (call.path().equals("/reload")) {
            return refusal(call, HttpCall.Access.FULL).orElseGet(() -> reload(call));
        }
        return hooks.find(call.path().startsWith(HOOKS) ? call.path().substring(HOOKS.length()) : "")
                .map(hook -> refusal(call, HttpCall.Access.FULL).orElseGet(() -> hook(hook, call)))
                .orElseGet(() -> HttpReply.refused(404, "nothing is here"));
    }

    private static HttpReply onlyBy(String method) {
        return HttpReply.refused(405, "expected " + method);
    }

    private static Optional<HttpReply> refusal(HttpCall call, HttpCall.Access needed) {
        if (!call.method().equals("POST")) {
            return Optional.of(onlyBy("POST"));
        }
        if (call.access() == HttpCall.Access.NONE) {
            return Optional.of(HttpReply.refused(401, "expected the token of channels.http.token as bearer"));
        }
        if (call.access() != HttpCall.Access.FULL && needed == HttpCall.Access.FULL) {
            return Optional.of(HttpReply.refused(403, "only with a channels.http.token in the configuration"));
        }
        return call.body().isEmpty() ? Optional.of(HttpReply.refused(413, "the body is too large")) : Optional.empty();
    }

    /** A page in a browser can send a form to any address, but JSON only where it is allowed to. */
    private HttpReply message(HttpCall call) {
        if (!call.contentType().startsWith("application/json")) {
            return HttpReply.refused(415, "expected application/json");
        }
        Optional<JsonNode> body = parse(call.body().orElseThrow());
        String text = body.map(json -> json.path("text").asText()).orElse("");
        if (text.isBlank()) {
            return HttpReply.refused(400, "expected an object with a text, and perhaps channel and peer");
        }
        return HttpReply.of(ImmutableMap.of("text", host.answer(sender(body.orElseThrow()), text)));
    }

    private static Optional<JsonNode> parse(String body) {
        try {
            return Optional.of(JSON.readTree(body)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static RouteRequest sender(JsonNode message) {
        String channel = message.path("channel").asText();
        String peer = message.path("peer").asText();
        RouteRequest.Builder sender = RouteRequest.builder(channel.isBlank() ? HttpChannel.NAME : channel);
        return peer.isBlank()
                ? sender.build()
                : sender.peer(PeerKind.DIRECT, peer).build();
    }

    private HttpReply hook(Hook hook, HttpCall call) {
        return HttpReply.of(
                ImmutableMap.of("text", host.answer(hook, call.body().orElseThrow())));
    }

    /** A reload that restarts this channel waits for its requests, so this one must not wait for the reload. */
    private HttpReply reload(HttpCall call) {
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
}
