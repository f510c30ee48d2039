// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.admin;

import dev.agentreload.core.apply.EffectiveConfig;
import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadView;
import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.ProblemCollector;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Posts each decision as JSON to the address at {@code gateway.reload.webhookUrl} of the configuration in force. Nothing waits for
 * it: what cannot be delivered is tried again a few times, and then reported in the log, which never has the address.
 */
public final class DecisionWebhook implements AutoCloseable {

    private static final Logger LOG = System.getLogger(DecisionWebhook.class.getName());
    private static final String KEY = "webhookUrl";
    /** Where the address stands, in each spelling. */
    public static final List<String> PATHS =
            List.of("gateway.reload.webhookUrl", "gateway.reload.webhook_url", "gateway.reload.webhook-url");

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** How long to wait before each further attempt. */
    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(25));

    /** How many decisions may be on their way. */
    private static final int MOST = 32;

    private static final SectionKeys RELOAD = SectionKeys.of(
                    ConfigKey.string(KEY, "where each decision is posted as JSON; the address is secret"))
            .allowingOthers();

    /** The keys at the root that lead to the address. */
    public static final SectionKeys KEYS = SectionKeys.of(ConfigKey.section(
                    "gateway",
                    SectionKeys.of(ConfigKey.section("reload", RELOAD, "how changes of the file are applied"))
                            .allowingOthers(),
                    "the process itself"))
            .allowingOthers();

    private final Supplier<Optional<EffectiveConfig>> current;
    private final HttpClient client;
    private final ScheduledExecutorService scheduler;
    private final Semaphore places = new Semaphore(MOST);
    private final Set<Future<?>> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Creates the webhook, which posts every decision from now on.
     *
     * @param scheduler waits before further attempts
     */
    public DecisionWebhook(ReloadView reloads, HttpClient client, ScheduledExecutorService scheduler) {
        this.current = reloads::current;
        this.client = client;
        this.scheduler = scheduler;
        reloads.subscribe("webhook", this::decided);
    }

    /** Returns the address; empty if there is none, with a problem if it is none. */
    public static Optional<URI> read(ConfigDocument document, ProblemCollector problems) {
        return ConfigSection.of(document, problems)
                .withKeys(KEYS)
                .section("gateway")
                .flatMap(gateway -> gateway.section("reload"))
                .flatMap(reload -> reload.string(KEY).flatMap(text -> address(reload, text)));
    }

    /** The problem must not quote it. */
    private static Optional<URI> address(ConfigSection reload, String text) {
        try {
            URI address = URI.create(text);
            HttpRequest.newBuilder(address); // knows what can be asked
            return Optional.of(address);
        } catch (IllegalArgumentException e) {
            reload.error(KEY, "this is no address", "expected one such as https://example.org/reloads");
            return Optional.empty();
        }
    }

    private void decided(HistoryEntry decision) {
        Optional<URI> address = current.get().flatMap(config -> read(config.document(), new ProblemCollector()));
        if (address.isEmpty()) {
            return;
        }
        if (!places.tryAcquire()) {
            report(decision, "as many others as may are on their way");
            return;
        }
        HttpRequest request = HttpRequest.newBuilder(address.get())
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JsonText.compact(decision.toMap())))
                .build();
        post(decision, request, 0);
    }

    private void post(HistoryEntry decision, HttpRequest request, int attempt) {
        CompletableFuture<?> unused = client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .whenComplete((response, failure) -> {
                    Optional<String> reason =
                            failure == null ? refusal(response.statusCode()) : Optional.of(name(failure));
                    boolean again = failure != null || response.statusCode() >= 500 || response.statusCode() == 429;
                    if (reason.isPresent() && again && attempt < PAUSES.size() && !closed) {
                        postLater(decision, request, attempt);
                        return;
                    }
                    places.release();
                    reason.filter(why -> !closed).ifPresent(why -> report(decision, why));
                });
    }

    private void postLater(HistoryEntry decision, HttpRequest request, int attempt) {
        try {
            waiting.removeIf(Future::isDone);
            waiting.add(scheduler.schedule(
                    () -> post(decision, request, attempt + 1),
                    PAUSES.get(attempt).toMillis(),
                    TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            places.release();
            report(decision, "the program ends");
        }
    }

    private static Optional<String> refusal(int status) {
        return status / 100 == 2 ? Optional.empty() : Optional.of("status " + status);
    }

    /** A message may quote the address. */
    private static String name(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getClass().getSimpleName();
    }

    private static void report(HistoryEntry decision, String reason) {
        LOG.log(
                Level.WARNING,
                "decision #{0} was not delivered to the webhook: {1}",
                Long.toString(decision.sequence()),
                reason);
    }

    /** Tries nothing again, and reports nothing any more: the server may end with this program. */
    @Override
    public void close() {
        closed = true;
        waiting.forEach(attempt -> attempt.cancel(false));
    }
}
