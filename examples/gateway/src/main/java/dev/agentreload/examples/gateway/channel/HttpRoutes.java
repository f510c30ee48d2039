// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Longs;
import dev.agentreload.agents.routing.PeerKind;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.runtime.CallbackFailures;
import dev.agentreload.examples.gateway.chat.Turn;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What can be asked over HTTP, and how it is answered. <em>Safe for use by multiple threads if the host is.</em> */
final class HttpRoutes {

    private static final Logger LOG = System.getLogger(HttpRoutes.class.getName());

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final Splitter COMMAS = Splitter.on(',').trimResults().omitEmptyStrings();
    private static final String EVENT_STREAM = "text/event-stream";
    private static final HttpReply NOTHING = HttpReply.refused(404, "nothing is here");
    private static final HttpReply FAILED = HttpReply.refused(500, "internal error");

    private final Supplier<HttpHost> host;
    private final Hooks hooks;
    private final LiveEvents events;

    HttpRoutes(Supplier<HttpHost> host, Hooks hooks) {
        this.host = host;
        this.hooks = hooks;
        this.events = new LiveEvents(host);
    }

    void register(JavalinConfig config) {
        config.router.javaLangErrorHandler((response, error) -> failed(error, response));
        config.staticFiles.add(files -> {
            files.hostedPath = "/console";
            files.directory = "/console";
            files.location = Location.CLASSPATH;
        });
        RoutesConfig routes = config.routes;
        routes.before(ctx -> SafeHeaders.add(ctx.res()::setHeader));
        routes.get("/healthz", ctx -> send(ctx, HttpReply.of(ImmutableMap.of("alive", true))));
        routes.get("/readyz", ctx -> send(ctx, readiness()));
        routes.post("/messages", this::message);
        routes.post("/hooks/{name}", ctx -> full(ctx, () -> hook(ctx)));
        routes.get("/metrics", ctx -> full(ctx, () -> metrics(ctx)));
        registerConfig(routes);
        routes.sse("/events", events::follow);
        routes.exception(HttpResponseException.class, (e, ctx) -> send(ctx, refused(e)));
        routes.exception(Exception.class, (e, ctx) -> failed(e, ctx));
        routes.error(404, ctx -> send(ctx, NOTHING));
    }

    private void registerConfig(RoutesConfig routes) {
        routes.get("/status", ctx -> send(ctx, config(ctx).status()));
        routes.get("/config", ctx -> full(ctx, () -> send(ctx, config(ctx).config())));
        routes.put("/config", ctx -> full(ctx, () -> replace(ctx)));
        routes.get("/history", ctx -> full(ctx, () -> send(ctx, config(ctx).history())));
        routes.get(
                "/history/diff",
                ctx -> full(ctx, () -> send(ctx, config(ctx).diff(revision(ctx, "from"), revision(ctx, "to")))));
        routes.get("/pending", ctx -> full(ctx, () -> send(ctx, config(ctx).pending())));
        routes.get("/agents", ctx -> full(ctx, () -> send(ctx, config(ctx).agents())));
        routes.get("/route", ctx -> full(ctx, () -> route(ctx)));
        routes.get("/plan", ctx -> full(ctx, () -> send(ctx, config(ctx).rollbackPlan(revision(ctx, "revision")))));
        routes.post("/plan", ctx -> full(ctx, () -> send(ctx, config(ctx).plan(text(ctx)))));
        routes.post("/validate", ctx -> full(ctx, () -> send(ctx, config(ctx).validate(text(ctx)))));
        routes.post("/reload", ctx -> full(ctx, () -> send(ctx, config(ctx).reload())));
        routes.post("/rollback", ctx -> full(ctx, () -> rollback(ctx)));
        routes.post("/resume", ctx -> full(ctx, () -> send(ctx, config(ctx).resume())));
    }

    private ConfigApi config(Context ctx) {
        return host.get().config(caller(ctx).actor());
    }

    private HttpReply readiness() {
        return host.get().isReady()
                ? HttpReply.of(ImmutableMap.of("ready", true))
                : HttpReply.refused(503, "this gateway starts or ends");
    }

    /** Runs what only a caller with the token may do, once the gateway has started. */
    private void full(Context ctx, Action action) throws Exception {
        Optional<HttpReply> refusal = caller(ctx).access().refusalOfFull().or(this::notReady);
        if (refusal.isPresent()) {
            send(ctx, refusal.get());
        } else {
            action.run();
        }
    }

    private Optional<HttpReply> notReady() {
        return host.get().isReady() ? Optional.empty() : Optional.of(readiness());
    }

    private static Caller caller(Context ctx) {
        return Optional.<Caller>ofNullable(ctx.attribute(RequestGate.CALLER)).orElse(Caller.NOBODY);
    }

    /** A page in a browser can send a form to any address, but JSON only where it is allowed to. */
    private void message(Context ctx) {
        Optional<HttpReply> refusal = notReady()
                .or(() -> isJson(ctx)
                        ? Optional.empty()
                        : Optional.of(HttpReply.refused(415, "expected application/json")));
        if (refusal.isPresent()) {
            send(ctx, refusal.get());
            return;
        }
        MessageBody body = MessageBody.read(json(ctx), caller(ctx).access() == Access.FULL);
        if (accept(ctx).contains(EVENT_STREAM)) {
            new AnswerStream(ctx, host.get()).run(body.sender(), body.text());
        } else {
            send(ctx, HttpReply.of(host.get().answer(body.sender(), body.text(), Turn.unfollowed())));
        }
    }

    private static boolean isJson(Context ctx) {
        String type = Optional.ofNullable(ctx.contentType()).orElse("").toLowerCase(Locale.ROOT);
        return type.startsWith("application/json");
    }

    private static String accept(Context ctx) {
        return Optional.ofNullable(ctx.header("Accept")).orElse("");
    }

    private void hook(Context ctx) {
        send(
                ctx,
                hooks.find(ctx.pathParam("name"))
                        .map(hook -> HttpReply.of(host.get().answer(hook, text(ctx))))
                        .orElse(NOTHING));
    }

    private void metrics(Context ctx) {
        ctx.contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(host.get().metrics());
    }

    private void rollback(Context ctx) {
        if (bytes(ctx).length == 0) {
            send(ctx, config(ctx).rollback(OptionalLong.empty()));
            return;
        }
        JsonNode revision = json(ctx).path("revision");
        if (!revision.isIntegralNumber()) {
            throw new BadRequestException(400, "expected an object with a revision, or no body");
        }
        send(ctx, config(ctx).rollback(OptionalLong.of(revision.asLong())));
    }

    private static long revision(Context ctx, String name) {
        Long revision = Longs.tryParse(query(ctx, name).orElse(""));
        if (revision == null) {
            throw new BadRequestException(400, "expected a revision as [" + name + "]");
        }
        return revision;
    }

    private void replace(Context ctx) {
        String header = Optional.ofNullable(ctx.header("If-Match")).orElse("");
        if (header.isBlank()) {
            throw new BadRequestException(428, "expected the header If-Match with the revision in force");
        }
        Long revision = Longs.tryParse(header.strip().replaceAll("^\"|\"$", ""));
        if (revision == null) {
            throw new BadRequestException(400, "expected a revision in If-Match");
        }
        send(ctx, config(ctx).replace(text(ctx), revision));
    }

    private void route(Context ctx) {
        RouteRequest.Builder from = RouteRequest.builder(query(ctx, "channel").orElse(HttpChannel.NAME));
        query(ctx, "account").ifPresent(from::accountId);
        PeerKind kind = PeerKind.parse(query(ctx, "kind").orElse(PeerKind.DIRECT.id()))
                .orElseThrow(() -> new BadRequestException(400, "unknown kind of peer"));
        query(ctx, "peer").ifPresent(peer -> from.peer(kind, peer));
        query(ctx, "guild").ifPresent(from::guildId);
        query(ctx, "team").ifPresent(from::teamId);
        query(ctx, "roles").ifPresent(roles -> from.memberRoleIds(COMMAS.splitToList(roles)));
        send(ctx, config(ctx).route(from.build()));
    }

    private static Optional<String> query(Context ctx, String name) {
        return Optional.ofNullable(ctx.queryParam(name)).filter(value -> !value.isBlank());
    }

    private static byte[] bytes(Context ctx) {
        return Optional.<byte[]>ofNullable(ctx.attribute(RequestGate.BODY)).orElseGet(() -> new byte[0]);
    }

    private static String text(Context ctx) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(ctx)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadRequestException(400, "the body is no UTF-8");
        }
    }

    private static JsonNode json(Context ctx) {
        try {
            JsonNode node = JSON.readTree(text(ctx));
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            LOG.log(Level.DEBUG, "a body is no JSON: {0}", e.getClass().getSimpleName());
        }
        throw new BadRequestException(400, "expected one JSON object");
    }

    private static HttpReply refused(HttpResponseException e) {
        return e instanceof BadRequestException bad
                ? HttpReply.refused(bad.getStatus(), bad.reason())
                : HttpReply.refused(e.getStatus(), e.getStatus() == 405 ? "not with this method" : "no such request");
    }

    private static void failed(Exception e, Context ctx) {
        log(e);
        send(ctx, FAILED);
    }

    /** An error is no exception, and has no context any more. */
    private static void failed(Error e, HttpServletResponse response) {
        CallbackFailures.rethrowIfFatal(e);
        log(e);
        response.setStatus(FAILED.status());
        response.setContentType("application/json");
        try {
            response.getOutputStream().write(FAILED.bytes());
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "the caller is gone", gone);
        }
    }

    private static void log(Throwable failure) {
        LOG.log(Level.WARNING, "a request failed: {0}", failure.getClass().getName());
    }

    static void send(Context ctx, HttpReply reply) {
        if (reply.isForNow()) {
            ctx.header("Retry-After", "1");
        }
        ctx.status(reply.status());
        if (!ctx.method().equals(HandlerType.HEAD)) {
            ctx.contentType("application/json").result(reply.bytes());
        }
    }

    /** Something that is done for a caller. */
    private interface Action {
        void run() throws Exception;
    }

    /** Says in a body of our own what is wrong with a request. */
    static final class BadRequestException extends HttpResponseException {

        private static final long serialVersionUID = 1L;

        private final String reason;

        BadRequestException(int status, String reason) {
            super(status, reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }
}
