// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.http;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.DiscoveryException;
import dev.agentreload.models.DiscoveryRequest;
import dev.agentreload.models.Model;
import dev.agentreload.models.ModelRef;
import dev.agentreload.models.ModelSource;
import dev.agentreload.models.ProviderDefinition;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks servers for their models over HTTP: those that speak the interface of OpenAI, or those of Ollama.
 *
 * <p>It answers for the providers whose {@linkplain ProviderDefinition#kind() kind} it knows, and of these for those that have an
 * endpoint or whose kind has a default one. The credential is sent as {@code Authorization: Bearer}, the headers of the definition
 * as they are; a header of the same name stands in for the credential.
 *
 * <ul>
 *   <li>The smaller one of the request's and the definition's timeout bounds all of it: connecting, headers, bodies and pages.
 *   <li>Reading stops at the first byte beyond the limit of all pages together.
 *   <li>Redirects are not followed, on the same host neither: a client would send credentials and headers wherever a server sends
 *       it to. A client that follows them is refused.
 *   <li>A status other than 200, something that is no such list, a page that fails, a list without models, and a model without a
 *       name that a configuration could use (blank, with blanks around it, or with control characters) are failures of the whole
 *       answer. A model that is listed twice counts once.
 *   <li>The statuses 401 and 403 are reported as a credential that is not accepted. A {@code Retry-After} header, in seconds or as a
 *       date (RFC 9110, 10.2.3), sets when the catalog asks again, and is part of the message.
 *   <li>All failures are {@link DiscoveryException}s. An interrupt ends the call with one, and the flag stays set.
 * </ul>
 *
 * <p>The client belongs to the host, which chooses its executor, proxy, certificates and connect timeout, and closes it.
 * <em>Immutable; safe for use by multiple threads.</em>
 */
public final class HttpModelSource implements ModelSource {

    private final HttpClient client;
    private final HostRuntime runtime;
    private final ListingProtocol listing;
    private final ImmutableMap<String, Optional<String>> defaultEndpoints;
    private final int responseLimit;

    private HttpModelSource(Builder builder) {
        this.client = builder.client;
        this.runtime = builder.runtime;
        this.listing = builder.listing;
        this.defaultEndpoints = ImmutableMap.copyOf(builder.defaultEndpoints);
        this.responseLimit = builder.responseLimit;
    }

    /**
     * Returns a builder of a source for servers with {@code GET /v1/models}, such as those of OpenAI, OpenRouter, Groq, DeepSeek,
     * LM Studio and vLLM. An endpoint that names a version goes on with {@code /models}, any other with {@code /v1/models}.
     * Providers of kind {@code openai} with a credential and without an endpoint are asked at OpenAI's.
     *
     * @param client follows no redirects
     * @param runtime the time that limits an answer
     * @throws IllegalArgumentException if the client follows redirects
     */
    public static Builder openAiCompatible(HttpClient client, HostRuntime runtime) {
        return new Builder(client, runtime, new OpenAiListing());
    }

    /**
     * Returns a builder of a source for servers with {@code GET /api/tags}: Ollama. An endpoint may end in {@code /v1}. Without
     * one, {@code http://localhost:11434} is asked.
     *
     * @param client follows no redirects
     * @param runtime the time that limits an answer
     * @throws IllegalArgumentException if the client follows redirects
     */
    public static Builder ollama(HttpClient client, HostRuntime runtime) {
        return new Builder(client, runtime, new OllamaListing());
    }

    /** Returns the kinds of providers that this source knows how to ask. */
    public Set<String> kinds() {
        return defaultEndpoints.keySet();
    }

    @Override
    public Optional<List<Model>> discover(DiscoveryRequest request) throws DiscoveryException {
        Optional<String> address = address(request.definition());
        return address.isEmpty() ? Optional.empty() : Optional.of(models(request, endpoint(request, address.get())));
    }

    HttpClient client() {
        return client;
    }

    ListingProtocol listing() {
        return listing;
    }

    int responseLimit() {
        return responseLimit;
    }

    private Optional<String> address(ProviderDefinition definition) {
        Optional<String> byKind = defaultEndpoints.get(canonical(definition.kind()));
        return byKind == null
                ? Optional.empty()
                : definition.endpoint().or(() -> byKind).or(() -> listing.defaultEndpoint(definition));
    }

    private static Endpoint endpoint(DiscoveryRequest request, String address) throws DiscoveryException {
        return Endpoint.parse(address)
                .orElseThrow(() -> new DiscoveryException("the endpoint of provider [" + request.provider()
                        + "] cannot be asked; expected an http or https address without a user"));
    }

    private List<Model> models(DiscoveryRequest request, Endpoint endpoint) throws DiscoveryException {
        ListModelsCall call = new ListModelsCall(this, request, endpoint, runtime);
        ImmutableList.Builder<Model> models = ImmutableList.builder();
        for (String id : call.ids()) {
            if (!isUsable(id)) {
                throw call.failure("lists a model without a usable name");
            }
            models.add(Model.of(request.ref(id)));
        }
        List<Model> listed = models.build();
        if (listed.isEmpty()) {
            throw call.failure("answered with status 200 and lists no model");
        }
        return listed;
    }

    /** A configuration must be able to name it, and messages to show it. */
    private static boolean isUsable(String id) {
        return ModelRef.tryParse("any/" + id)
                        .filter(ref -> ref.model().equals(id))
                        .isPresent()
                && id.chars().noneMatch(Character::isISOControl);
    }

    private static String canonical(String kind) {
        return kind.toLowerCase(Locale.ROOT);
    }

    /** Builds an {@link HttpModelSource}. <em>Not safe for use by multiple threads.</em> */
    public static final class Builder {

        private final HttpClient client;
        private final HostRuntime runtime;
        private final ListingProtocol listing;
        private final Map<String, Optional<String>> defaultEndpoints = new HashMap<>();
        private int responseLimit = 8 << 20;

        private Builder(HttpClient client, HostRuntime runtime, ListingProtocol listing) {
            checkArgument(
                    client.followRedirects() == HttpClient.Redirect.NEVER,
                    "a client that follows redirects [%s] would send credentials to other hosts; expected [NEVER]",
                    client.followRedirects());
            this.client = client;
            this.runtime = requireNonNull(runtime, "runtime");
            this.listing = listing;
            listing.kinds().forEach(this::kind);
        }

        /** Adds a kind of providers, which are asked if they have an endpoint. Case does not matter. */
        public Builder kind(String name) {
            defaultEndpoints.put(canonical(notBlank(name, "kind of providers")), Optional.empty());
            return this;
        }

        /** Adds a kind of providers that are asked there if they have no endpoint, with the credentials that they have. */
        public Builder kind(String name, String defaultEndpoint) {
            defaultEndpoints.put(
                    canonical(notBlank(name, "kind of providers")),
                    Optional.of(notBlank(defaultEndpoint, "default endpoint")));
            return this;
        }

        private static String notBlank(String text, String name) {
            checkArgument(!text.isBlank(), "a %s must not be blank", name);
            return text;
        }

        /**
         * Sets how many bytes an answer may have, all pages together; 8 MiB by default.
         *
         * @throws IllegalArgumentException if that is nothing
         */
        public Builder responseLimit(int bytes) {
            checkArgument(bytes > 0, "a response limit must be positive, not %s", bytes);
            this.responseLimit = bytes;
            return this;
        }

        /** Returns the source. */
        public HttpModelSource build() {
            return new HttpModelSource(this);
        }
    }
}
