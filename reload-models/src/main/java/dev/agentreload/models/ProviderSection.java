// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads from a section how a provider is reached. */
final class ProviderSection {

    /** Servers that speak something else too speak as OpenAI does under this path, but for Anthropic's own. */
    private static final Pattern OPENAI_PATH = Pattern.compile(".*/v1/?");

    private static final String ANTHROPIC = "anthropic";

    private static final String OPENAI_COMPLETIONS = "openai-completions";

    private final ConfigSection section;

    ProviderSection(ConfigSection section) {
        this.section = section;
    }

    /**
     * Returns the definition; what the caller read of the section before is no part of it.
     *
     * @param base what is known of the provider besides. Its keys and headers go to its own address alone
     */
    ProviderDefinition read(String id, ProviderDefinition base) {
        Optional<String> written = section.string(ModelKeys.BASE_URL).filter(text -> !text.isBlank());
        Optional<String> endpoint = written.or(base::endpoint);
        boolean sameAddress = written.isEmpty() || written.equals(base.endpoint());
        List<Secret> credentials = credentials();
        Map<String, Secret> headers = headers();
        return new ProviderDefinition(
                id,
                section.string(ModelKeys.API).filter(text -> !text.isBlank()).orElseGet(() -> kind(written, base)),
                endpoint,
                credentials.isEmpty() && sameAddress ? base.credentials() : credentials,
                headers.isEmpty() && sameAddress ? base.headers() : headers,
                timeout(),
                options(section, ModelKeys.PROVIDER_OPTIONS));
    }

    /** An address of its own without an interface is of a server that speaks as OpenAI does, if its path is OpenAI's. */
    private static String kind(Optional<String> written, ProviderDefinition base) {
        boolean openAiPath = written.filter(
                        address -> OPENAI_PATH.matcher(address).matches())
                .isPresent();
        boolean said = base.endpoint().isEmpty() && !base.kind().equals(base.id());
        return openAiPath && !said && !base.id().startsWith(ANTHROPIC) ? OPENAI_COMPLETIONS : base.kind();
    }

    /**
     * Adds a problem for every key that is neither known nor the host's: an error for one that looks like that of the credential, since
     * the provider would be used without, in silence.
     */
    void reportUnknownKeys(ConfigProblem.Severity severity, Set<String> hostKeys) {
        section.unread().keySet().stream()
                .filter(key -> !hostKeys.contains(key))
                .forEach(this::reportCredential);
        section.reportUnknownKeys(severity, hostKeys);
    }

    private void reportCredential(String key) {
        String hint = section.didYouMean(key, ModelKeys.CREDENTIAL);
        if (!hint.isEmpty()
                && section.node(ModelKeys.CREDENTIAL).isEmpty()
                && section.node(ModelKeys.CREDENTIALS).isEmpty()) {
            section.hasMistake(key);
            section.error(key, "unknown key [" + key + "]", hint);
        }
    }

    /** Returns whether the section says how to reach anything: older files list every provider there is, most empty. */
    boolean isConfigured() {
        return Stream.of(ModelKeys.CREDENTIAL, ModelKeys.BASE_URL, "connectMode")
                .flatMap(key -> section.node(key).stream())
                .anyMatch(node ->
                        !(node instanceof ConfigString text && text.value().isEmpty()));
    }

    /** Returns the known keys under their canonical names, then all others that were not read, so that no change is missed. */
    static Map<String, ConfigNode> options(ConfigSection section, List<String> known) {
        ImmutableMap.Builder<String, ConfigNode> options = ImmutableMap.builder();
        for (String key : known) {
            section.node(key).ifPresent(node -> options.put(key, node));
        }
        return options.putAll(section.unread()).buildOrThrow();
    }

    private List<Secret> credentials() {
        return Stream.concat(
                        section.string(ModelKeys.CREDENTIAL).stream(), section.strings(ModelKeys.CREDENTIALS).stream())
                .filter(key -> !key.isEmpty())
                .distinct()
                .map(Secret::new)
                .collect(ImmutableList.toImmutableList());
    }

    private Map<String, Secret> headers() {
        return section.section(ModelKeys.HEADERS)
                .map(found -> ImmutableMap.copyOf(Maps.transformValues(found.memberStrings(), Secret::new)))
                .orElse(ImmutableMap.of());
    }

    private Optional<Duration> timeout() {
        return section.integer(ModelKeys.TIMEOUT).stream()
                .filter(value -> value > 0)
                .mapToObj(Duration::ofSeconds)
                .findFirst();
    }
}
