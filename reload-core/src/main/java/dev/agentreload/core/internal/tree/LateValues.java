// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.PlaceholderResolver.Placeholder;
import dev.agentreload.core.config.PlaceholderResolver.Resolution;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Fills in the values that are known only when the whole document is: variables that its {@code env} section defines, and what
 * its SecretRef objects name. All that is equal before and after is kept.
 */
final class LateValues {

    private static final ConfigPath VARIABLES = ConfigPath.of("env", "vars");
    private static final ConfigPath SECTION = ConfigPath.of("env");
    private static final ConfigPath PROVIDERS = ConfigPath.of("secrets", "providers");

    private final ConfigObject root;
    private final Placeholders placeholders;
    private final Set<ConfigNode> references;
    private final Hasher hasher;

    /**
     * Creates the values of one document.
     *
     * @param references the objects below secret keys that say where a secret is, by identity
     */
    LateValues(ConfigObject root, Placeholders placeholders, Set<ConfigNode> references, Hasher hasher) {
        this.root = root;
        this.placeholders = placeholders;
        this.references = references;
        this.hasher = hasher;
    }

    /** Returns whether there may be such values. */
    boolean areThere() {
        return !references.isEmpty()
                || (placeholders.isVariableMissing() && Navigation.find(root, SECTION) instanceof ConfigObject);
    }

    /** Returns the document's root with these values. */
    ConfigObject filledIn() {
        return (ConfigObject) fill(root);
    }

    private ConfigNode fill(ConfigNode node) {
        if (node instanceof ObjectNode object) {
            return references.contains(object) ? secret(object) : members(object);
        }
        if (node instanceof ArrayNode array) {
            return elements(array);
        }
        return node instanceof StringNode string && !string.isResolved()
                ? placeholders.again(string, this::defined)
                : node;
    }

    private ConfigNode members(ObjectNode object) {
        ConfigNode[] values = object.values().toArray(ConfigNode[]::new);
        return replace(values, this::fill)
                ? ObjectNode.of(object.source(), object.packedPosition(), hasher, object.sharedKeys(), values)
                : object;
    }

    private ConfigNode elements(ArrayNode array) {
        ConfigNode[] values = array.elements().toArray(ConfigNode[]::new);
        return replace(values, this::fill)
                ? ArrayNode.of(array.source(), array.packedPosition(), hasher, values, HashInput.of(values), 0)
                : array;
    }

    @SuppressWarnings("ReferenceEquality") // a node that stayed is the same
    private static boolean replace(ConfigNode[] values, UnaryOperator<ConfigNode> filling) {
        boolean changed = false;
        for (int i = 0; i < values.length; i++) {
            ConfigNode filled = filling.apply(values[i]);
            changed |= filled != values[i];
            values[i] = filled;
        }
        return changed;
    }

    /** Returns what the document itself says about a variable. */
    private Resolution defined(Placeholder placeholder) {
        if (placeholder.kind() == Placeholder.Kind.ENVIRONMENT) {
            for (ConfigPath section : List.of(VARIABLES, SECTION)) {
                ConfigNode value = Navigation.find(root, section.key(placeholder.name()));
                if (value != null && isDefinition(value)) {
                    return new Resolution.Secret(Scalars.text(value));
                }
            }
        }
        return placeholders.ask(placeholder);
    }

    /** A variable that is defined by itself, as in {@code "X": "${X}"}, only says that the file needs it. */
    private static boolean isDefinition(ConfigNode value) {
        return value instanceof ConfigString string
                ? string.isResolved() && !string.value().isBlank()
                : value.kind() == ConfigNode.Kind.NUMBER;
    }

    private StringNode secret(ObjectNode object) {
        String source = member(object, "source");
        String provider = member(object, "provider");
        String id = member(object, "id");
        if (source.equals("env")) {
            Placeholder variable = new Placeholder(Placeholder.Kind.ENVIRONMENT, id);
            Resolution known = placeholders.ask(variable);
            return placeholders.reference(
                    object, variable, known instanceof Resolution.Missing ? defined(variable) : known);
        }
        Placeholder secret = new Placeholder(Placeholder.Kind.SECRET, source + ":" + provider + ":" + id);
        Optional<String> file = source.equals("file") ? pathOf(provider) : Optional.empty();
        if (file.isEmpty()) {
            return placeholders.reference(object, secret, placeholders.ask(secret));
        }
        Resolution content = placeholders.ask(new Placeholder(Placeholder.Kind.FILE, file.get()));
        return placeholders.reference(
                object, secret, id.equals("value") ? content : SecretFiles.member(content, file.get(), id));
    }

    private Optional<String> pathOf(String provider) {
        return Navigation.find(root, PROVIDERS.key(provider).key("path")) instanceof ConfigString path
                ? Optional.of(path.value())
                : Optional.empty();
    }

    private static String member(ObjectNode object, String key) {
        return object.valueOrNull(key) instanceof ConfigString text ? text.value() : "default";
    }
}
