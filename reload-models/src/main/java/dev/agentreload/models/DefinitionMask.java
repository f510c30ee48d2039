package dev.agentreload.models;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigString;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * Takes the secrets of a provider's definition, and the user-info of addresses, out of a text that a source wrote: what a
 * provider answers may quote the key it was sent. <em>Immutable.</em>
 *
 * <p>Secrets of fewer than four characters stay, as in the results of a reload: masking them would make texts unreadable.
 */
final class DefinitionMask {

    private static final int SHORTEST = 4;
    private static final String MASK = "***";
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/\\s@]+(?=@)");

    /** The longest first, so that a secret that contains another is masked as a whole. */
    private final ImmutableList<String> secrets;

    private DefinitionMask(ImmutableSortedSet<String> found) {
        this.secrets = found.stream()
                .filter(secret -> secret.length() >= SHORTEST)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .collect(ImmutableList.toImmutableList());
    }

    static DefinitionMask of(ProviderDefinition definition) {
        ImmutableSortedSet.Builder<String> found = ImmutableSortedSet.naturalOrder();
        definition.credentials().forEach(key -> found.add(key.value()));
        definition.headers().values().forEach(header -> collectHeader(header.value(), found));
        definition.options().values().forEach(option -> collect(option, found));
        return new DefinitionMask(found.build());
    }

    /** Of {@code Bearer KEY} the key alone is a secret too. */
    private static void collectHeader(String value, ImmutableSortedSet.Builder<String> found) {
        found.add(value);
        found.add(value.substring(value.indexOf(' ') + 1));
    }

    private static void collect(ConfigNode node, ImmutableSortedSet.Builder<String> found) {
        if (node instanceof ConfigObject object) {
            object.values().forEach(value -> collect(value, found));
        } else if (node instanceof ConfigArray array) {
            array.elements().forEach(element -> collect(element, found));
        } else if (node instanceof ConfigString text && text.isSecret()) {
            found.add(text.value());
        }
    }

    String mask(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return USER_INFO.matcher(masked).replaceAll(MASK);
    }
}
