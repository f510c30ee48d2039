// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.schema;

import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigType;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.plan.RuleTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes one reference page. A section whose table is like that of an earlier one is only named. */
final class ReferenceWriter {

    private final RuleTable rules;
    private final Map<String, List<String>> placesByTable = new LinkedHashMap<>();

    ReferenceWriter(RuleTable rules) {
        this.rules = rules;
    }

    String write(SectionKeys root) {
        section(root, Place.root());
        List<String> sections = new ArrayList<>();
        placesByTable.forEach((table, places) -> sections.add(title(places) + "\n\n" + table));
        return String.join("\n", sections);
    }

    private static String title(List<String> places) {
        return places.stream()
                .map(place -> place.equals(Place.root().toString()) ? "the root" : "`" + place + "`")
                .collect(Collectors.joining(", ", "**", "**"));
    }

    private void section(SectionKeys keys, Place place) {
        placesByTable
                .computeIfAbsent(table(keys, place), table -> new ArrayList<>())
                .add(place.toString());
        keys.keys()
                .forEach(key -> ConfigType.alternatives(key.type()).forEach(type -> part(type, place.key(key.name()))));
    }

    private void part(ConfigType type, Place place) {
        if (type instanceof ConfigType.Section section) {
            section(section.keys(), place);
        } else if (type instanceof ConfigType.ListOf list) {
            part(list.element(), place.element());
        } else if (type instanceof ConfigType.MapOf map) {
            part(map.value(), place.member());
        }
    }

    private String table(SectionKeys keys, Place place) {
        StringBuilder text = new StringBuilder("| key | type | default | what it is for | a change |\n");
        text.append("| --- | --- | --- | --- | --- |\n");
        keys.keys().stream().filter(ConfigKey::isRead).forEach(key -> row(key, place.key(key.name()), text));
        List<ConfigKey> accepted =
                keys.keys().stream().filter(key -> !key.isRead()).toList();
        if (!accepted.isEmpty()) {
            text.append("\nAccepted, and not read here: ")
                    .append(accepted.stream().map(key -> "`" + key.name() + "`").collect(Collectors.joining(", ")))
                    .append(".\n");
        }
        return text.toString();
    }

    private void row(ConfigKey key, Place place, StringBuilder text) {
        String more = key.earlier().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        text.append("| `")
                .append(key.name())
                .append(more.isEmpty() ? "`" : "`, also " + more)
                .append(" | ")
                .append(key.type().description())
                .append(place.isSecret(key.type()) ? ", secret" : "")
                .append(" | ")
                .append(key.missing()
                        .map(value -> "`" + JsonText.compact(value) + "`")
                        .orElse(""))
                .append(" | ")
                .append(key.description().replace("|", "\\|"))
                .append(" | ")
                .append(place.effect(key.type(), rules)
                        .map(Place.Effect::description)
                        .orElse("as its keys say"))
                .append(" |\n");
    }
}
