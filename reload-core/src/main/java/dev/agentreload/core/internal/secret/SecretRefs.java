// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.secret;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.internal.tree.ObjectShape;
import dev.agentreload.core.internal.tree.StringNode;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recognizes OpenClaw's SecretRef objects below secret keys, and the {@code secrets} section that defines the providers they name.
 * Both say where a secret is kept, so they are shown; a SecretRef whose {@code id} has another shape than OpenClaw demands of that
 * source may hold the secret itself, and stays masked.
 */
public final class SecretRefs {

    private static final Set<String> MEMBERS = ImmutableSet.of("source", "provider", "id");
    private static final Pattern PROVIDER = Pattern.compile("[a-z][a-z0-9_-]{0,63}");
    private static final Map<String, Pattern> IDS = Map.of(
            "env", Pattern.compile("[A-Z][A-Z0-9_]{0,127}"),
            "file", Pattern.compile("value|/.*"),
            "exec", Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,255}"));

    private SecretRefs() {}

    /** Replaces the members of an object by such that are shown, if the object is a reference. Returns whether it is. */
    public static boolean show(ObjectShape keys, ConfigNode[] members) {
        if (!isReference(keys, members)) {
            return false;
        }
        for (int i = 0; i < members.length; i++) {
            members[i] = ((StringNode) members[i]).shown();
        }
        return true;
    }

    /** Does the same for the definition of a provider, and for the section that names the provider of each source. */
    public static void showDefinition(ObjectShape keys, ConfigNode[] members, ConfigPath path) {
        boolean defaults = endsWith(path, "secrets", "defaults");
        if (defaults || (isDefinition(path) && IDS.containsKey(member(keys, members, "source")))) {
            for (int i = 0; i < members.length; i++) {
                members[i] = shown(keys.name(i), members[i], defaults);
            }
        }
    }

    private static ConfigNode shown(String key, ConfigNode value, boolean isDefault) {
        if (value instanceof StringNode string && isPlain(value)) {
            boolean isName =
                    IDS.containsKey(key) && PROVIDER.matcher(string.value()).matches();
            return (isDefault ? isName : KeySecrecy.of(key, ImmutableList.of()) == Secrecy.NONE)
                    ? string.shown()
                    : value;
        }
        return value;
    }

    private static boolean isDefinition(ConfigPath path) {
        return !path.isRoot() && endsWith(path.parent(), "secrets", "providers");
    }

    private static boolean endsWith(ConfigPath path, String... keys) {
        int rest = path.segments().size() - keys.length;
        return rest >= 0
                && path.segments()
                        .subList(rest, rest + keys.length)
                        .equals(ConfigPath.of(keys).segments());
    }

    private static boolean isReference(ObjectShape keys, ConfigNode[] members) {
        if (members.length > MEMBERS.size() || keys.hasDuplicates()) {
            return false;
        }
        for (int i = 0; i < members.length; i++) {
            if (!MEMBERS.contains(keys.name(i)) || !isPlain(members[i])) {
                return false;
            }
        }
        Pattern id = IDS.get(member(keys, members, "source"));
        int provider = keys.indexOf("provider");
        return id != null
                && id.matcher(member(keys, members, "id")).matches()
                && (provider < 0
                        || PROVIDER.matcher(member(keys, members, "provider")).matches());
    }

    /** What a placeholder gave is secret by its origin. */
    private static boolean isPlain(ConfigNode node) {
        return node instanceof ConfigString string && string.value().equals(((StringNode) string).template());
    }

    private static String member(ObjectShape keys, ConfigNode[] members, String name) {
        int index = keys.indexOf(name);
        return index >= 0 && members[index] instanceof ConfigString text ? text.value() : "";
    }
}
