// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.secret;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigNumber;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.TextMask;
import dev.agentreload.core.internal.tree.ObjectNode;
import dev.agentreload.core.internal.tree.ObjectShape;
import dev.agentreload.core.internal.tree.Scalars;
import dev.agentreload.core.internal.tree.StringNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects the texts that are secret in documents; {@link TextMask} states the rules. */
public final class SecretTexts {

    private static final int SHORTEST_LINE = 8;

    /** Placeholders of keys that are not needed. They are public, and our sentences are made of such words. */
    private static final Set<String> ORDINARY = ImmutableSet.of(
            "agent",
            "channel",
            "default",
            "dummy",
            "local",
            "model",
            "name",
            "none",
            "null",
            "provider",
            "source",
            "test",
            "unused");

    private static final Pattern SCHEME =
            Pattern.compile("(?i)(?<scheme>bearer|basic|token|bot|apikey)\\s+(?<secret>\\S+)");

    private final Set<String> found = new LinkedHashSet<>();

    /** The keys that were looked at: thousands of objects share theirs. */
    private final Set<ObjectShape> seen = Sets.newIdentityHashSet();

    /** How long the texts found are: most strings of a document have another length, and need not be looked up. */
    private final BitSet lengths = new BitSet();

    private SecretTexts() {}

    /** Returns the secrets of the documents, and the others, without what the documents also show. */
    public static Set<String> of(Collection<ConfigDocument> documents, Collection<String> others) {
        SecretTexts texts = new SecretTexts();
        others.forEach(texts::addSecret);
        documents.forEach(document -> texts.collect(document.root()));
        texts.found.removeAll(ORDINARY);
        if (!texts.found.isEmpty()) {
            texts.seen.clear();
            texts.found.forEach(text -> texts.lengths.set(text.length()));
            documents.forEach(document -> texts.removeShown(document.root()));
        }
        return texts.found;
    }

    /** Returns the secrets that are in one document and, as far as it is at the same place, not in the other. */
    public static Set<String> vanished(ConfigDocument before, ConfigDocument after) {
        SecretTexts texts = new SecretTexts();
        texts.collectChanged(before.root(), after.root());
        return texts.found;
    }

    private void collectChanged(ConfigNode before, @Nullable ConfigNode after) {
        if (before.equals(after)) {
            return;
        }
        if (before instanceof ObjectNode object && after instanceof ObjectNode other) {
            object.forEachDifference(other, (key, value, counterpart, index) -> {
                if (value != null) {
                    collectChanged(value, counterpart);
                }
            });
        } else if (before instanceof ConfigArray array && after instanceof ConfigArray other) {
            for (int i = 0; i < array.size(); i++) {
                collectChanged(array.element(i), i < other.size() ? other.element(i) : null);
            }
        } else {
            collect(before);
        }
    }

    private void collect(ConfigNode node) {
        if (node instanceof ConfigObject object) {
            if (seen.add(((ObjectNode) object).sharedKeys())) {
                object.keys().forEach(key -> Masking.show(key, this::addPart));
            }
            for (int i = 0; i < object.size(); i++) {
                collect(object.value(i));
            }
        } else if (node instanceof ConfigArray array) {
            for (int i = 0; i < array.size(); i++) {
                collect(array.element(i));
            }
        } else if (node instanceof ConfigString string) {
            collect(string);
        } else if (node instanceof ConfigNumber number && number.isSecret()) {
            add(Scalars.text(number));
            add(number.value().toString());
        }
    }

    private void collect(ConfigString string) {
        if (string.isSecret()) {
            addSecret(string.value());
            addSecret(resolvedPart(string));
        }
        Masking.show(string.value(), this::addPart);
    }

    /** What a placeholder stood for is the secret, also in {@code Bearer ${TOKEN}}. */
    private static String resolvedPart(ConfigString string) {
        String value = string.value();
        String template = ((StringNode) string).template();
        int before = Math.max(0, template.indexOf("${"));
        int after = template.length() - 1 - template.lastIndexOf('}');
        return before + after < value.length() && !value.equals(template)
                ? value.substring(before, value.length() - after)
                : value;
    }

    private void addSecret(String secret) {
        add(secret);
        add(secret.strip());
        if (secret.strip().lines().skip(1).findAny().isPresent()) {
            secret.lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= SHORTEST_LINE)
                    .forEach(this::add);
        }
        Matcher scheme = SCHEME.matcher(secret.strip());
        if (scheme.matches()) {
            add(scheme.group("secret"));
            if (scheme.group("scheme").toLowerCase(Locale.ROOT).equals("basic")) {
                addBasic(scheme.group("secret"));
            }
        }
    }

    private void addBasic(String encoded) {
        try {
            addPart(new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            // It is not in Base64: there is nothing more to find in it.
        }
    }

    /** User-info is masked as a whole, and its password alone, also as it is after decoding. */
    private void addPart(String part) {
        add(part);
        add(part.substring(part.indexOf(':') + 1));
        if (part.indexOf(':') < 0 && part.length() - part.lastIndexOf('/') > SHORTEST_LINE) {
            add(part.substring(part.lastIndexOf('/') + 1)); // the token at the end of the address of a webhook
        }
        DecodedText.of(part).decodings().stream().map(DecodedText::text).forEach(decoded -> {
            add(decoded);
            add(decoded.substring(decoded.indexOf(':') + 1));
        });
    }

    private void add(String secret) {
        if (secret.length() >= StringIndex.SHORTEST) {
            found.add(secret);
        }
    }

    private void removeShown(ConfigNode node) {
        if (node instanceof ConfigObject object) {
            if (seen.add(((ObjectNode) object).sharedKeys())) {
                object.keys().forEach(found::remove);
            }
            for (int i = 0; i < object.size(); i++) {
                removeShown(object.value(i));
            }
        } else if (node instanceof ConfigArray array) {
            for (int i = 0; i < array.size(); i++) {
                removeShown(array.element(i));
            }
        } else if (node instanceof ConfigString string
                && !string.isSecret()
                && lengths.get(string.value().length())) {
            found.remove(string.value());
        }
    }
}
