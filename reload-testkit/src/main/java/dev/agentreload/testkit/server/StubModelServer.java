// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.server;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server of models on a free port that this machine alone can reach. It answers in the shapes of OpenAI and of Ollama:
 *
 * <ul>
 *   <li>{@code GET …/models} and {@code GET …/api/tags} with a list of models. In the beginning the server lists none;
 *   <li>{@code POST …/chat/completions} and {@code POST …/api/chat} as {@link #chat()} says, as one body or as a stream of
 *       server-sent events or of lines;
 *   <li>everything else with status 404.
 * </ul>
 *
 * <p>What was scripted for lists holds until it is scripted otherwise. Chats without an answer get what a list would.
 *
 * <p>It keeps what it was asked; of credentials, whether they were the required one. <em>Safe for use by multiple threads.</em>
 */
public final class StubModelServer implements AutoCloseable {

    private static final int FOUND = 302;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final long PATIENCE_SECONDS = 10;

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<CountDownLatch> gates = new CopyOnWriteArrayList<>();
    private final Semaphore arrivals = new Semaphore(0);
    private final List<String> unmatched = new CopyOnWriteArrayList<>();
    private final StubChat chat = new StubChat();
    private volatile StubListing listing = new StubListing(ImmutableList.of(), Integer.MAX_VALUE);
    private volatile Answer answer = this::list;
    private volatile @Nullable String requiredCredential;

    private StubModelServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts a server.
     *
     * @param executor where requests are answered; one that is held, or answered without end, keeps its thread
     */
    public static StubModelServer start(Executor executor) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        StubModelServer stub = new StubModelServer(server);
        server.setExecutor(requireNonNull(executor, "executor"));
        server.createContext("/", stub::handle);
        server.start();
        return stub;
    }

    /** Returns the address of the server, without a path: {@code http://127.0.0.1:41234}. */
    public String endpoint() {
        return "http://" + host();
    }

    /** Returns host and port. */
    public String host() {
        InetSocketAddress address = server.getAddress();
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** Lets the server list these models. */
    public void list(String... ids) {
        listInPages(Integer.MAX_VALUE, ids);
    }

    /**
     * Lets the server list these models in pages, where it is asked in OpenAI's shape: all but the last one have
     * {@code has_more} and {@code last_id}.
     *
     * @throws IllegalArgumentException if a page is smaller than one model
     */
    public void listInPages(int size, String... ids) {
        checkArgument(size > 0, "a page has room for at least one model, not for %s", size);
        listing = new StubListing(ImmutableList.copyOf(ids), size);
        answer = this::list;
    }

    /** Lets the server answer with this status, and a body that is no list. */
    public void fail(int status) {
        answer = exchange -> exchange.send(status, "{\"error\":\"planned\"}");
    }

    /** Lets the server answer with this status and this {@code Retry-After} header: seconds or a date. */
    public void fail(int status, String retryAfter) {
        answer = exchange -> exchange.sendRetryAfter(status, retryAfter);
    }

    /** Lets the server answer with this text, whatever it is asked. */
    public void send(String body) {
        answer = exchange -> exchange.send(StubExchange.OK, body);
    }

    /** Lets the server answer with this status, and a list that never ends. */
    public void sendForever(int status) {
        answer = exchange -> exchange.sendForever(status, "{\"data\":[", "{\"id\":\"another\"},");
    }

    /** Lets the server hang up after half of its list. */
    public void breakOff() {
        answer = this::breakOff;
    }

    /** Lets the server hang up after half of the page that begins after this model. */
    public void breakOffAfter(String id) {
        answer = exchange -> {
            if (id.equals(exchange.parameters().get("after"))) {
                breakOff(exchange);
            } else {
                list(exchange);
            }
        };
    }

    /** Lets the server say that its list has moved. */
    public void redirect(String location) {
        answer = exchange -> exchange.redirect(FOUND, location);
    }

    /** Lets the server send nothing until the returned latch opens, and then its list. */
    public CountDownLatch hold() {
        CountDownLatch gate = gate();
        answer = exchange -> {
            pass(gate);
            list(exchange);
        };
        return gate;
    }

    /** Lets the server send half of its list, and the rest when the returned latch opens. */
    public CountDownLatch holdHalfway() {
        CountDownLatch gate = gate();
        answer = exchange -> exchange.sendInHalves(listing.page(exchange), () -> pass(gate));
        return gate;
    }

    /** Lets the server answer requests without this as {@code Authorization: Bearer} with status 401. */
    public void requireCredential(String key) {
        requiredCredential = requireNonNull(key, "key");
    }

    /** Returns what the server answers to chats. */
    public StubChat chat() {
        return chat;
    }

    /**
     * Verifies that the server had an answer to everything.
     *
     * @throws AssertionError if it did not; the message has the requests
     */
    public void verifyNoUnmatched() {
        if (!unmatched.isEmpty()) {
            throw new AssertionError("the server has no answer to " + unmatched);
        }
    }

    /** Returns what the server was asked, the first first. */
    public List<Request> requests() {
        return ImmutableList.copyOf(requests);
    }

    /**
     * Waits for a request that no earlier call has waited for.
     *
     * @throws AssertionError if there is none within ten seconds
     */
    public void awaitRequest() throws InterruptedException {
        if (!arrivals.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no request reached the server at [" + host() + "]");
        }
    }

    /** Stops the server and lets go of what it holds. Does nothing more when called again. */
    @Override
    public void close() {
        gates.forEach(CountDownLatch::countDown);
        chat.openGates();
        server.stop(0);
    }

    private void handle(HttpExchange http) throws IOException {
        try (http) {
            StubExchange exchange = new StubExchange(http);
            Request request = new Request(exchange, requiredCredential);
            requests.add(request);
            arrivals.release();
            if (requiredCredential == null || request.credential == Credential.REQUIRED) {
                answer(exchange);
            } else {
                exchange.send(UNAUTHORIZED, "{\"error\":\"wrong key\"}");
            }
        }
    }

    private void answer(StubExchange exchange) throws IOException {
        Optional<StubChatShape> shape = StubChatShape.of(exchange);
        String body = shape.isPresent() ? exchange.body() : "";
        Optional<StubChatRequest> asked = shape.flatMap(found -> StubChatRequest.parse(found, body));
        Optional<StubAnswer> answered = asked.flatMap(chat::answer);
        if (answered.isPresent()) {
            exchange.send(answered.get(), asked.orElseThrow());
            return;
        }
        answer.send(exchange);
    }

    private void list(StubExchange exchange) throws IOException {
        if (StubListing.isListed(exchange)) {
            exchange.send(StubExchange.OK, listing.page(exchange));
        } else {
            unmatched.add(exchange.method() + " " + exchange.path());
            exchange.send(NOT_FOUND, "");
        }
    }

    private void breakOff(StubExchange exchange) throws IOException {
        exchange.sendInHalves(listing.page(exchange), () -> {
            throw new IOException("planned");
        });
    }

    private CountDownLatch gate() {
        CountDownLatch gate = new CountDownLatch(1);
        gates.add(gate);
        return gate;
    }

    private static void pass(CountDownLatch gate) throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("held");
        }
    }

    /** Answers one request. */
    private interface Answer {
        void send(StubExchange exchange) throws IOException;
    }

    /** How a request was authorized. */
    public enum Credential {
        /** Not at all. */
        NONE,
        /** With what the server required. */
        REQUIRED,
        /** With something else, or the server required nothing. */
        OTHER
    }

    /** What the server was asked. <em>Immutable.</em> */
    public static final class Request {

        private final String path;
        private final ImmutableMap<String, String> parameters;
        private final Credential credential;
        private final Headers headers = new Headers();

        private Request(StubExchange exchange, @Nullable String required) {
            this.path = exchange.path();
            this.parameters = exchange.parameters();
            this.credential = credential(exchange.header("Authorization"), required);
            exchange.http().getRequestHeaders().forEach(headers::put);
        }

        private static Credential credential(@Nullable String sent, @Nullable String required) {
            if (sent == null) {
                return Credential.NONE;
            }
            return sent.equals("Bearer " + required) ? Credential.REQUIRED : Credential.OTHER;
        }

        /** Returns the path, without parameters. */
        public String path() {
            return path;
        }

        /** Returns how it was authorized. */
        public Credential credential() {
            return credential;
        }

        /** Returns whether it had this header. */
        public boolean hasHeader(String name, String value) {
            return value.equals(headers.getFirst(name));
        }

        /** Returns whether it had this parameter. */
        public boolean hasParameter(String name, String value) {
            return value.equals(parameters.get(name));
        }

        /** Returns path and credential, neither of which is secret. */
        @Override
        public String toString() {
            return path + ", credential " + credential;
        }
    }
}
