// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import com.google.common.collect.ImmutableSet;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Lets in who may come in, and with a whole body alone. A thread is taken by a request when all of it is there, so callers that
 * send slowly, or nothing, do not stop others; and of a caller without the token no more than the head is looked at.
 */
final class RequestGate extends Handler.Wrapper {

    static final String CALLER = "gateway.caller";
    static final String BODY = "gateway.body";

    /** The request's lease of its server, for answers that would never end. */
    static final String LEASE = "gateway.lease";

    private static final ImmutableSet<String> OPEN = ImmutableSet.of("/healthz", "/readyz");
    private static final String CONSOLE = "/console";
    private static final ImmutableSet<String> CONFIGURATIONS = ImmutableSet.of("/plan", "/validate", "/config");
    private static final byte[] NO_BODY = {};

    private final HttpServer server;

    RequestGate(HttpServer server) {
        this.server = server;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        HttpServer.Entry entry = server.enter();
        Callback leaving = Callback.from(callback, entry::leave);
        if (entry.lease().isEmpty()) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close"); // the connection outlived its server
        }
        if (!server.isOpen()) {
            return refuse(HttpReply.refused(503, "this channel opens"), request, response, leaving);
        }
        String path = Request.getPathInContext(request);
        Caller caller = Caller.of(request.getHeaders(), server.settings());
        boolean open = OPEN.contains(path) || path.equals(CONSOLE) || path.startsWith(CONSOLE + "/");
        Optional<HttpReply> refusal = open ? Optional.empty() : caller.access().refusal();
        if (refusal.isPresent()) {
            return refuse(refusal.get(), request, response, leaving);
        }
        request.setAttribute(CALLER, caller);
        entry.lease().ifPresent(entered -> request.setAttribute(LEASE, entered));
        boolean handled = false;
        try {
            handled = withBody(request, response, leaving, CONFIGURATIONS.contains(path));
            return handled;
        } finally {
            if (!handled) {
                entry.leave(); // another handler answers
            }
        }
    }

    private boolean withBody(Request request, Response response, Callback callback, boolean configuration)
            throws Exception {
        int most = configuration ? server.limits().config() : server.limits().body();
        if (request.getLength() == 0 || (request.getLength() < 0 && !isChunked(request))) {
            request.setAttribute(BODY, NO_BODY);
            return super.handle(request, response, callback);
        }
        if (request.getLength() > most) {
            return refuse(tooLarge(most), request, response, callback);
        }
        AtomicBoolean decided = new AtomicBoolean();
        Scheduler.Task timer = request.getComponents()
                .getScheduler()
                .schedule(
                        () -> {
                            if (decided.compareAndSet(false, true)) {
                                send(HttpReply.refused(408, "the body did not come in time"), response, callback);
                            }
                        },
                        server.limits().request().toMillis(),
                        TimeUnit.MILLISECONDS);
        BodyReader.read(request, most, new BodyReader.Reader() {

            @Override
            public void complete(byte[] body) {
                if (isInTime()) {
                    request.setAttribute(BODY, body);
                    dispatch(request, response, callback);
                }
            }

            @Override
            public void tooLarge() {
                if (isInTime()) {
                    refuse(RequestGate.tooLarge(most), request, response, callback);
                }
            }

            @Override
            public void failed(Throwable cause) {
                if (isInTime()) {
                    send(RequestGate.failed(cause), response, callback);
                }
            }

            private boolean isInTime() {
                timer.cancel();
                return decided.compareAndSet(false, true);
            }
        });
        return true;
    }

    private static boolean isChunked(Request request) {
        return request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    /** The body may be complete on a thread that must not wait. */
    private void dispatch(Request request, Response response, Callback callback) {
        try {
            request.getComponents().getExecutor().execute(() -> {
                try {
                    if (!super.handle(request, response, callback)) {
                        send(HttpReply.refused(404, "nothing is here"), response, callback);
                    }
                } catch (Exception e) {
                    Response.writeError(request, response, callback, e);
                }
            });
        } catch (RejectedExecutionException e) {
            send(HttpReply.refused(503, "too many requests at a time"), response, callback);
        }
    }

    private static HttpReply failed(Throwable cause) {
        return cause instanceof HttpException bad
                ? HttpReply.refused(bad.getCode(), "the body is malformed")
                : HttpReply.refused(400, "the body did not come as a whole");
    }

    private static HttpReply tooLarge(int most) {
        return HttpReply.refused(413, "the body is larger than " + most + " bytes");
    }

    /**
     * Answers before the body is there. A caller that is still sending it would find the connection reset, and would never see the answer,
     * if the connection ended at once: so what comes is read a while, and dropped.
     */
    private boolean refuse(HttpReply reply, Request request, Response response, Callback callback) {
        send(reply, response, Callback.from(() -> dropBody(request, callback), callback::failed));
        return true;
    }

    private void dropBody(Request request, Callback callback) {
        AtomicBoolean ended = new AtomicBoolean();
        Runnable end = () -> {
            if (ended.compareAndSet(false, true)) {
                callback.succeeded();
            }
        };
        Scheduler.Task timer = request.getComponents()
                .getScheduler()
                .schedule(end, server.limits().request().toMillis(), TimeUnit.MILLISECONDS);
        Content.Source.consumeAll(request, Callback.from(() -> {
            timer.cancel();
            end.run();
        }));
    }

    private static void send(HttpReply reply, Response response, Callback callback) {
        response.setStatus(reply.status());
        SafeHeaders.add((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        if (reply.status() == 401) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
        }
        if (reply.isForNow()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
        }
        response.write(true, ByteBuffer.wrap(reply.bytes()), callback);
    }
}
