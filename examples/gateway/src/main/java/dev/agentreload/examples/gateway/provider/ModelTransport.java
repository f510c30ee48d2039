// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.provider;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Carries the requests of all providers over one client of the JDK, so that a rotated key makes no threads and keeps connections.
 * The time of a provider is for its whole answer: a server that sends a byte now and then is cut off, too. An interrupt of the
 * asking thread ends the request. <em>Safe for use by multiple threads.</em>
 */
public final class ModelTransport {

    /** An error is shown in one line of our own, so there is no need to read more of it. */
    private static final int MOST_OF_AN_ERROR = 4096;

    private final HttpClient client;
    private final ScheduledExecutorService scheduler;

    /**
     * Creates the transport.
     *
     * @param client shared by everything that asks servers of models
     * @param scheduler cuts answers off that take too long
     */
    public ModelTransport(HttpClient client, ScheduledExecutorService scheduler) {
        this.client = client;
        this.scheduler = scheduler;
    }

    /** Returns what LangChain4j gets as its client, for answers that take no longer than this. */
    HttpClientBuilder within(Duration time) {
        return new Builder(time);
    }

    private final class Builder implements HttpClientBuilder {

        private final Duration time;

        Builder(Duration time) {
            this.time = time;
        }

        @Override
        public Duration connectTimeout() {
            return time;
        }

        @Override
        public HttpClientBuilder connectTimeout(Duration ignored) {
            return this;
        }

        @Override
        public Duration readTimeout() {
            return time;
        }

        @Override
        public HttpClientBuilder readTimeout(Duration ignored) {
            return this;
        }

        @Override
        public dev.langchain4j.http.client.HttpClient build() {
            return new Adapter(time);
        }
    }

    private final class Adapter implements dev.langchain4j.http.client.HttpClient {

        private final Duration time;

        Adapter(Duration time) {
            this.time = time;
        }

        @Override
        public SuccessfulHttpResponse execute(HttpRequest request) {
            HttpResponse<String> response =
                    await(client.sendAsync(translated(request), BodyHandlers.ofString()), time.toNanos());
            if (!isSuccess(response)) {
                throw new HttpException(response.statusCode(), response.body());
            }
            return head(response).body(response.body()).build();
        }

        /** Reads the answer on the calling thread. */
        @Override
        public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
            long end = System.nanoTime() + time.toNanos();
            HttpResponse<InputStream> response;
            try {
                response = await(client.sendAsync(translated(request), BodyHandlers.ofInputStream()), time.toNanos());
            } catch (RuntimeException e) {
                listener.onError(e);
                return;
            }
            InputStream body = response.body();
            Future<?> cut =
                    scheduler.schedule(() -> close(body), Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            try (body) {
                read(response, parser, listener, end);
            } catch (IOException e) {
                listener.onError(e);
            } finally {
                cut.cancel(false);
            }
        }

        private void read(
                HttpResponse<InputStream> response,
                ServerSentEventParser parser,
                ServerSentEventListener listener,
                long end)
                throws IOException {
            if (!isSuccess(response)) {
                String text = new String(response.body().readNBytes(MOST_OF_AN_ERROR), StandardCharsets.UTF_8);
                listener.onError(new HttpException(response.statusCode(), text));
                return;
            }
            listener.onOpen(head(response).build());
            parser.parse(response.body(), listener);
            if (System.nanoTime() - end >= 0) {
                listener.onError(new TimeoutException("the answer took longer than " + time.toMillis() + " ms"));
            } else if (Thread.currentThread().isInterrupted()) {
                listener.onError(new UncheckedIOException(new IOException("interrupted")));
            } else {
                listener.onClose();
            }
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // closing an answer of the JDK's client does not fail
        }
    }

    private static boolean isSuccess(HttpResponse<?> response) {
        return response.statusCode() >= 200 && response.statusCode() < 300;
    }

    private static SuccessfulHttpResponse.Builder head(HttpResponse<?> response) {
        return SuccessfulHttpResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map());
    }

    private static java.net.http.HttpRequest translated(HttpRequest request) {
        java.net.http.HttpRequest.Builder builder = java.net.http.HttpRequest.newBuilder(URI.create(request.url()));
        request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        return builder.method(
                        request.method().name(),
                        request.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body()))
                .build();
    }

    /** To cancel the future closes the connection. */
    private static <T> T await(CompletableFuture<T> response, long nanos) {
        try {
            return response.get(nanos, TimeUnit.NANOSECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            response.cancel(true);
            throw new TimeoutException(e);
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted"));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof IOException failure
                    ? new UncheckedIOException(failure)
                    : new IllegalStateException(cause);
        }
    }
}
