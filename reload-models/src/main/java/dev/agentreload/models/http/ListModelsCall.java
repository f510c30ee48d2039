// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.http;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.net.HttpURLConnection.HTTP_OK;
import static java.net.HttpURLConnection.HTTP_UNAUTHORIZED;
import static java.util.Objects.requireNonNullElse;

import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadLimits;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.Secret;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.DiscoveryException;
import dev.agentreload.models.DiscoveryRequest;
import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.http.ListingProtocol.Page;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks one provider for its list, page by page, within one time and one limit for all of it. */
final class ListModelsCall {

    private final HttpClient client;
    private final ListingProtocol listing;
    private final DiscoveryRequest request;
    private final Endpoint endpoint;
    private final Duration timeout;
    private final Deadline deadline;
    private final InstantSource clock;
    private final int responseLimit;
    private int bytesRead;

    ListModelsCall(HttpModelSource source, DiscoveryRequest request, Endpoint endpoint, HostRuntime runtime) {
        this.client = source.client();
        this.listing = source.listing();
        this.request = request;
        this.endpoint = listing.address(endpoint);
        this.timeout = timeout(request);
        this.deadline = Deadline.after(timeout, runtime.ticker());
        this.clock = runtime.clock();
        this.responseLimit = source.responseLimit();
    }

    private static Duration timeout(DiscoveryRequest request) {
        Duration most = request.timeout();
        return request.definition()
                .timeout()
                .filter(own -> own.compareTo(most) < 0)
                .orElse(most);
    }

    /** Returns all models, each once, in the order of the server. */
    Set<String> ids() throws DiscoveryException {
        Set<String> ids = new LinkedHashSet<>();
        Set<String> cursors = new LinkedHashSet<>();
        Optional<Endpoint> next = Optional.of(endpoint);
        while (next.isPresent()) {
            Page page = page(next.get());
            ids.addAll(page.ids());
            if (page.next().isPresent() && !cursors.add(page.next().get())) {
                throw failure("begins its list again; expected the next page");
            }
            next = page.next().map(cursor -> endpoint.with("after", cursor));
        }
        return ids;
    }

    DiscoveryException failure(String reason) {
        return new DiscoveryException(message(reason));
    }

    private DiscoveryException failure(String reason, Duration retryAfter) {
        return new DiscoveryException(message(reason), retryAfter);
    }

    private String message(String reason) {
        return "provider [" + request.provider() + "] at [" + endpoint.host() + "] " + reason;
    }

    private Page page(Endpoint address) throws DiscoveryException {
        byte[] body = body(httpRequest(address));
        bytesRead += body.length;
        ReadResult read = ConfigReader.builder()
                .limits(new ReadLimits(responseLimit, ReadLimits.standard().depth()))
                .build()
                .read("response", body);
        Optional<Page> page = read instanceof ReadResult.Success document
                ? listing.page(document.document().root())
                : Optional.empty();
        return page.orElseThrow(
                () -> failure("answered with status 200 and no list of models; " + listing.expectation()));
    }

    private byte[] body(HttpRequest httpRequest) throws DiscoveryException {
        HttpResponse<byte[]> response = response(httpRequest);
        if (response.statusCode() != HTTP_OK) {
            throw refused(response);
        }
        return response.body();
    }

    private DiscoveryException refused(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status == HTTP_UNAUTHORIZED || status == HTTP_FORBIDDEN) {
            return failure("is not authorised: it answered with status " + status + "; expected a key that it accepts");
        }
        String reason = "answered with status " + status;
        return response.headers()
                .firstValue("Retry-After")
                .flatMap(value -> RetryAfter.parse(value, clock.instant()))
                .map(pause -> failure(reason + " and asked not to be called for " + pause, pause))
                .orElseGet(() -> failure(reason + "; expected 200"));
    }

    /** Waits for the whole exchange, since a request's own timeout ends with the headers. */
    private HttpResponse<byte[]> response(HttpRequest httpRequest) throws DiscoveryException {
        CompletableFuture<HttpResponse<byte[]>> exchange = send(httpRequest);
        try {
            return exchange.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw failure("did not answer within " + timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was not asked to the end: interrupted");
        } catch (ExecutionException e) {
            throw failed(requireNonNullElse(e.getCause(), e));
        } finally {
            exchange.cancel(true);
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest httpRequest) throws DiscoveryException {
        try {
            return client.sendAsync(httpRequest, LimitedBody.upTo(responseLimit - bytesRead));
        } catch (RuntimeException e) {
            throw failed(e); // a closed client, or an executor that is shut down
        }
    }

    /** Names the kind of failure alone, since messages of clients quote what was sent and received. */
    private DiscoveryException failed(Throwable cause) {
        return cause instanceof LimitedBody.TooLargeException
                ? failure("sent more than [" + responseLimit + "] bytes")
                : failure("could not be asked: " + cause.getClass().getSimpleName());
    }

    /** The headers of the definition are set last: who names one knows better how this provider is asked. */
    private HttpRequest httpRequest(Endpoint address) throws DiscoveryException {
        ProviderDefinition definition = request.definition();
        HttpRequest.Builder builder = HttpRequest.newBuilder(address.uri());
        set(builder, "Accept", "application/json");
        if (definition.credential().isPresent()) {
            set(
                    builder,
                    "Authorization",
                    "Bearer " + definition.credential().get().value());
        }
        for (Map.Entry<String, Secret> header : definition.headers().entrySet()) {
            set(builder, header.getKey(), header.getValue().value());
        }
        return builder.build();
    }

    /** What a client says about a header that it does not take quotes the header. */
    private void set(HttpRequest.Builder builder, String name, String value) throws DiscoveryException {
        try {
            builder.setHeader(name, value);
        } catch (IllegalArgumentException e) {
            throw failure("was not asked: the client does not send header [" + name + "] as it is configured");
        }
    }
}
