// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.generators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigString;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.statistics.Statistics;

@Domain(ConfigDomain.class)
class ConfigArbitrariesTest {

    @Property(tries = 300)
    void documents_areReadAndHaveAllSorts(@ForAll ConfigDocument document) {
        Set<String> sorts = new HashSet<>();
        collect(document.root(), sorts);

        Arrays.stream(new String[] {"OBJECT", "ARRAY", "STRING", "NUMBER", "BOOLEAN", "NULL", "secret", "empty", "odd"})
                .forEach(sort -> Statistics.label(sort)
                        .collect(sorts.contains(sort))
                        .coverage(coverage -> coverage.check(true).percentage(percent -> percent > 5)));
    }

    @Property(tries = 300)
    void secrets_arePlantedWhereTheyAreMasked(@ForAll EditedConfig edited) {
        assertThat(edited.base().root().toString()).doesNotContain(ConfigArbitraries.SECRET);
        assertThat(edited.target().root().toString()).doesNotContain(ConfigArbitraries.SECRET);
    }

    @Property(tries = 500)
    void edits_ofEachKind_mostlyChangeSomething(@ForAll EditedConfig edited) {
        boolean changed = !edited.base().equals(edited.target());
        if (edited.edits().size() != 1) {
            return;
        }
        EditKind kind = edited.edits().get(0);
        if (kind == EditKind.REWRITE) {
            assertThat(changed).isFalse();
        }
        Statistics.label(kind.name())
                .collect(changed)
                .coverage(coverage -> coverage.check(kind != EditKind.REWRITE).percentage(percent -> percent > 30));
    }

    private static void collect(ConfigNode node, Set<String> sorts) {
        sorts.add(node.kind().name());
        if (node instanceof ConfigString && node.isSecret()) {
            sorts.add("secret");
        }
        if (node instanceof ConfigObject object) {
            if (object.isEmpty()) {
                sorts.add("empty");
            }
            object.forEach((key, value) -> {
                if (!key.matches("[A-Za-z_0-9-]+")) {
                    sorts.add("odd");
                }
                collect(value, sorts);
            });
        } else if (node instanceof ConfigArray array) {
            array.elements().forEach(element -> collect(element, sorts));
        }
    }
}
