// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import dev.agentreload.core.config.ConfigNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;

/**
 * The documented forms of reports as the endpoint answers them: maps of text, numbers, booleans and lists, which any JSON library
 * writes alike.
 */
final class EndpointText {

    /** The members of a planned change that have content of the configuration. */
    private static final Set<String> VALUES = Set.of("old", "new", "order");

    private final Show showValues;

    EndpointText(Show showValues) {
        this.showValues = showValues;
    }

    /** Returns the report, without values of the configuration unless they may be shown. */
    Map<String, @Nullable Object> of(Map<String, ?> report, SecurityContext security) {
        return map(report, showValues.isShown(security, List.of()));
    }

    private static Map<String, @Nullable Object> map(Map<?, ?> report, boolean withValues) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        report.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (withValues || !VALUES.contains(name)) {
                shown.put(name, shown(value, withValues));
            }
        });
        return shown;
    }

    private static @Nullable Object shown(@Nullable Object value, boolean withValues) {
        if (value instanceof Map<?, ?> map) {
            return map(map, withValues);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(element -> shown(element, withValues)).toList();
        }
        // No mapper knows how to write a node; its text is JSON in which secrets are masked.
        return value instanceof ConfigNode node ? node.toString() : value;
    }
}
