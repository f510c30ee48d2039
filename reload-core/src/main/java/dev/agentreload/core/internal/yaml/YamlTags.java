// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.yaml;

import dev.agentreload.core.internal.yaml.PlainScalars.Resolution;
import dev.agentreload.core.internal.yaml.YamlNode.ScalarType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tags that are read: those that say what JSON can say too. */
final class YamlTags {

    static final String REFUSED = "this tag is not read";
    static final String READ =
            "only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq are; write ${NAME} for a value from elsewhere";

    private static final String PREFIX = "tag:yaml.org,2002:";
    private static final Set<String> SCALARS = Set.of("str", "int", "float", "bool", "null");

    private YamlTags() {}

    static boolean isScalar(String tag) {
        return tag.startsWith(PREFIX) && SCALARS.contains(tag.substring(PREFIX.length()));
    }

    static boolean isSequence(String tag) {
        return tag.equals(PREFIX + "seq");
    }

    static boolean isMapping(String tag) {
        return tag.equals(PREFIX + "map");
    }

    /** Returns what a text with such a tag is, or null if the text does not fit it. */
    static @Nullable Resolution resolve(String tag, String text) {
        Resolution resolution = PlainScalars.resolve(text);
        boolean fits = switch (tag.substring(PREFIX.length())) {
            case "int" -> isNumber(resolution) && resolution.text().chars().noneMatch(c -> ".eE".indexOf(c) >= 0);
            case "float" -> isNumber(resolution);
            case "bool" -> resolution.type() == ScalarType.TRUE || resolution.type() == ScalarType.FALSE;
            case "null" -> resolution.type() == ScalarType.NULL;
            default -> false;
        };
        if (tag.equals(PREFIX + "str")) {
            return new Resolution(ScalarType.TEXT, text, null);
        }
        return fits ? resolution : null;
    }

    /** A leading zero is not refused here, but noted. */
    private static boolean isNumber(Resolution resolution) {
        return resolution.type() == ScalarType.NUMBER || resolution.doubt() == YamlNote.Kind.LEADING_ZERO;
    }
}
