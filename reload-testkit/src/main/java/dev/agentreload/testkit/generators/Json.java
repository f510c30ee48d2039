// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.generators;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A JSON value before it is written down. <em>Immutable.</em> */
sealed interface Json {

    /** Returns whether this or anything below it is a planted secret. */
    default boolean holdsSecret() {
        return false;
    }

    /** An object. */
    record Members(Map<String, Json> byKey) implements Json {

        public Members {
            byKey = Collections.unmodifiableMap(new LinkedHashMap<>(byKey));
        }

        @Override
        public boolean holdsSecret() {
            return byKey.values().stream().anyMatch(Json::holdsSecret);
        }

        /** Returns a copy after this change of its members. */
        Members changed(UnaryOperator<List<Map.Entry<String, Json>>> change) {
            Map<String, Json> copy = new LinkedHashMap<>();
            change.apply(new ArrayList<>(byKey.entrySet()))
                    .forEach(member -> copy.put(member.getKey(), member.getValue()));
            return new Members(copy);
        }
    }

    /** A list. */
    record Elements(List<Json> inOrder) implements Json {

        public Elements {
            inOrder = List.copyOf(inOrder);
        }

        @Override
        public boolean holdsSecret() {
            return inOrder.stream().anyMatch(Json::holdsSecret);
        }

        /** Returns a copy after this change of its elements. */
        Elements changed(UnaryOperator<List<Json>> change) {
            return new Elements(change.apply(new ArrayList<>(inOrder)));
        }
    }

    /** A string. */
    record Text(String value) implements Json {

        @Override
        public boolean holdsSecret() {
            return value.contains(ConfigArbitraries.SECRET);
        }
    }

    /** A number. */
    record Numeral(BigDecimal value) implements Json {}

    /** True or false. */
    record Flag(boolean value) implements Json {}

    /** Null. */
    record Null() implements Json {}
}
