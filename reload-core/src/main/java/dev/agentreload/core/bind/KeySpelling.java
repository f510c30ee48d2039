// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.bind;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** How a key of several words is written. */
enum KeySpelling {
    CAMEL_CASE(CaseFormat.LOWER_CAMEL),
    SNAKE_CASE(CaseFormat.LOWER_UNDERSCORE),
    KEBAB_CASE(CaseFormat.LOWER_HYPHEN);

    private final CaseFormat format;

    KeySpelling(CaseFormat format) {
        this.format = format;
    }

    /** Returns the spelling of a key; empty for a key of one word, and for a key that mixes spellings. */
    static Optional<KeySpelling> find(String key) {
        boolean upper = key.chars().anyMatch(Character::isUpperCase);
        boolean snake = key.indexOf('_') >= 0;
        boolean kebab = key.indexOf('-') >= 0;
        if (key.isEmpty() || !Character.isLowerCase(key.charAt(0)) || (upper ? snake || kebab : snake == kebab)) {
            return Optional.empty();
        }
        return Optional.of(upper ? CAMEL_CASE : snake ? SNAKE_CASE : KEBAB_CASE);
    }

    /** Returns the key in camelCase; a key that mixes spellings as it is. */
    static String camelCase(String key) {
        return key.indexOf('_') < 0 && key.indexOf('-') < 0 ? key : CAMEL_CASE.write(key);
    }

    /** Returns all spellings of a key. */
    static Set<String> of(String key) {
        return ImmutableSet.of(key, CAMEL_CASE.write(key), SNAKE_CASE.write(key), KEBAB_CASE.write(key));
    }

    /** Returns the keys that are not in camelCase, by the name they have there. */
    static ListMultimap<String, String> otherThanCamelCase(Collection<String> keys) {
        ImmutableListMultimap.Builder<String, String> others = ImmutableListMultimap.builder();
        for (String key : keys) {
            String camelCase = camelCase(key);
            if (!camelCase.equals(key)) {
                others.put(camelCase, key);
            }
        }
        return others.build();
    }

    /** Returns the key in this spelling. */
    String write(String key) {
        return find(key).map(found -> found.format.to(format, key)).orElse(key);
    }
}
