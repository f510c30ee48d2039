// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.file;

import com.google.common.collect.ImmutableListMultimap;
import dev.agentreload.core.config.Secret;
import dev.agentreload.core.config.TextMask;
import dev.agentreload.models.Model;
import dev.agentreload.models.ModelTarget;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.file.ModelsFile.Credentials;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes the providers of a configuration and their models as members of the file. */
final class ProviderEntries {

    private final ModelsConfig config;
    private final Credentials credentials;
    private final TextMask mask;
    private final JsonValues values;
    private final ImmutableListMultimap<String, ModelTarget> targets;

    /**
     * Takes what to write.
     *
     * @param mask knows the secrets of the configuration, which can stand under any key
     */
    ProviderEntries(ModelsConfig config, Credentials credentials, TextMask mask) {
        this.config = config;
        this.credentials = credentials;
        this.mask = mask;
        this.values = JsonValues.canonical(credentials, this::isWritable);
        this.targets = config.targets().stream()
                .collect(ImmutableListMultimap.toImmutableListMultimap(
                        target -> target.provider().id(), target -> target));
    }

    /** Returns the entries by the ids of their definitions, in the order of these, since a configuration's order means nothing. */
    SortedMap<String, Object> entries() {
        SortedMap<String, Object> entries = new TreeMap<>();
        for (ProviderDefinition definition : config.providers()) {
            if (!isHosts(definition) && isWritable(definition.id())) {
                entries.put(definition.id(), entry(definition));
            }
        }
        return entries;
    }

    /** Of a provider that the host brings along nothing is known that others could use. */
    private boolean isHosts(ProviderDefinition definition) {
        return definition.equals(ProviderDefinition.of(definition.id()))
                && config.policy().knownProviders().contains(definition.id())
                && !targets.containsKey(definition.id());
    }

    private Map<String, Object> entry(ProviderDefinition definition) {
        Map<String, Object> entry = new LinkedHashMap<>();
        if (isWritable(definition.kind())) {
            entry.put("api", definition.kind());
        }
        definition
                .endpoint()
                .flatMap(this::address)
                .filter(this::isWritable)
                .ifPresent(address -> entry.put("baseUrl", address));
        if (credentials == Credentials.INCLUDED) {
            putSecrets(definition, entry);
        }
        definition.timeout().ifPresent(timeout -> entry.put("timeoutSeconds", timeout.toSeconds()));
        entry.putAll(values.of(definition.options()));
        entry.put(
                "models",
                targets.get(definition.id()).stream()
                        .filter(target -> isWritable(target.ref().model()))
                        .map(this::model)
                        .toList());
        return entry;
    }

    private boolean isWritable(String text) {
        return credentials == Credentials.INCLUDED || mask.mask(text).equals(text);
    }

    private static void putSecrets(ProviderDefinition definition, Map<String, Object> entry) {
        List<String> keys = definition.credentials().stream().map(Secret::value).toList();
        if (!keys.isEmpty()) {
            entry.put("apiKey", keys.get(0));
        }
        if (keys.size() > 1) {
            entry.put("apiKeys", keys.subList(1, keys.size()));
        }
        if (!definition.headers().isEmpty()) {
            SortedMap<String, String> headers = new TreeMap<>();
            definition.headers().forEach((name, value) -> headers.put(name, value.value()));
            entry.put("headers", headers);
        }
    }

    /** Without secrets, an address goes no further than to its path. */
    private Optional<String> address(String endpoint) {
        if (credentials == Credentials.INCLUDED) {
            return Optional.of(endpoint);
        }
        try {
            URI uri = new URI(endpoint);
            return uri.getHost() == null
                    ? Optional.empty()
                    : Optional.of(
                            new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), uri.getPath(), null, null)
                                    .toString());
        } catch (URISyntaxException e) {
            return Optional.empty(); // who knows what is in it
        }
    }

    private Map<String, Object> model(ModelTarget target) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", target.ref().model());
        entry.put(
                "name",
                config.findModel(target.ref())
                        .map(Model::name)
                        .filter(this::isWritable)
                        .orElse(target.ref().model()));
        entry.putAll(values.of(target.settings()));
        return entry;
    }
}
