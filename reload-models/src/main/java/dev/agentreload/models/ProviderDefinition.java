// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach a provider of models: everything that changes how it behaves, and nothing else. Two equal definitions can
 * share one live provider; the list of models is no part of it. {@link #toString()} shows no secret.
 * <em>Immutable.</em>
 *
 * @param id the name, unique in a configuration; see {@link ModelsConfig} for where it comes from
 * @param kind which interface it speaks, such as {@code openai}; the id where the configuration does not say
 * @param endpoint the base address, if the provider needs one
 * @param credentials the keys, the one to use first; further ones are its reserve
 * @param headers what is sent with each request, in file order
 * @param timeout how long a request may take, if the configuration says so
 * @param options every other key, under its canonical name, in file order
 */
public record ProviderDefinition(
        String id,
        String kind,
        Optional<String> endpoint,
        List<Secret> credentials,
        Map<String, Secret> headers,
        Optional<Duration> timeout,
        Map<String, ConfigNode> options) {

    /** Copies the collections. */
    public ProviderDefinition {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(endpoint, "endpoint");
        requireNonNull(timeout, "timeout");
        credentials = ImmutableList.copyOf(credentials);
        headers = ImmutableMap.copyOf(headers);
        options = ImmutableMap.copyOf(options);
    }

    /** Returns a builder of a definition with this id, which is also its kind until another is said. */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /** Returns a definition that says nothing but a name: of a provider that the host brings along. */
    public static ProviderDefinition of(String id) {
        return builder(id).build();
    }

    /** Returns this definition with another interface. */
    public ProviderDefinition withKind(String other) {
        return new ProviderDefinition(id, other, endpoint, credentials, headers, timeout, options);
    }

    /** Returns the key to use. */
    public Optional<Secret> credential() {
        return credentials.stream().findFirst();
    }

    /** Returns one of the other keys of the configuration, by its canonical name. */
    public Optional<ConfigNode> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /** Returns id, kind and host: users, paths and queries are where secrets hide in an address. */
    @Override
    public String toString() {
        String host = endpoint.flatMap(ProviderDefinition::host)
                .map(name -> ", host=" + name)
                .orElse("");
        return "ProviderDefinition[" + id + ", kind=" + kind + host + "]";
    }

    private static Optional<String> host(String address) {
        try {
            return Optional.ofNullable(new URI(address).getHost());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Builds a {@link ProviderDefinition}. <em>Not safe for use by multiple threads.</em> */
    public static final class Builder {

        private final String id;
        private final ImmutableMap.Builder<String, Secret> headers = ImmutableMap.builder();
        private final ImmutableMap.Builder<String, ConfigNode> options = ImmutableMap.builder();
        private final ImmutableList.Builder<Secret> credentials = ImmutableList.builder();
        private String kind;
        private Optional<String> endpoint = Optional.empty();
        private Optional<Duration> timeout = Optional.empty();

        private Builder(String id) {
            checkArgument(!id.isBlank(), "the id of a provider must not be blank");
            this.id = id;
            this.kind = id;
        }

        /** Sets the interface it speaks. */
        public Builder kind(String name) {
            checkArgument(!name.isBlank(), "the kind of a provider must not be blank");
            this.kind = name;
            return this;
        }

        /** Sets the base address. */
        public Builder endpoint(String address) {
            checkArgument(!address.isBlank(), "the address of a provider must not be blank");
            this.endpoint = Optional.of(address);
            return this;
        }

        /** Adds a key; the first is the one to use. */
        public Builder credential(String key) {
            credentials.add(new Secret(key));
            return this;
        }

        /** Adds a header. */
        public Builder header(String name, String value) {
            checkArgument(!name.isBlank(), "the name of a header must not be blank");
            headers.put(name, new Secret(value));
            return this;
        }

        /**
         * Sets how long a request may take.
         *
         * @throws IllegalArgumentException if that is no time at all
         */
        public Builder timeout(Duration duration) {
            checkArgument(!duration.isNegative() && !duration.isZero(), "a timeout must be positive, not %s", duration);
            this.timeout = Optional.of(duration);
            return this;
        }

        /** Adds another key of the configuration. */
        public Builder option(String name, ConfigNode value) {
            options.put(name, value);
            return this;
        }

        /**
         * Returns the definition.
         *
         * @throws IllegalArgumentException if a header or an option was added twice
         */
        public ProviderDefinition build() {
            return new ProviderDefinition(
                    id, kind, endpoint, credentials.build(), headers.buildOrThrow(), timeout, options.buildOrThrow());
        }
    }
}
