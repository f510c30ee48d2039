// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.schema;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.plan.RuleTable;
import java.util.Map;

/**
 * What a configuration may hold, and what a change of each key does, for editors, programs and people. Everything is taken from the
 * keys that the readers ask with and the rules that the planner decides with. <em>Immutable.</em>
 *
 * <p>The schema is as strict as a reader in strict mode: a key that no reader declares is not valid in a section whose unknown keys
 * are reported, since an editor that underlines a misspelt key is what a schema is for. A host that has keys of its own declares them
 * to its policies, and they are valid. Keys that begin with {@code $} or {@code _} are valid everywhere, and so is null, which counts
 * as absent.
 */
public final class ConfigSchema {

    private final SectionKeys root;
    private final RuleTable rules;

    private ConfigSchema(SectionKeys root, RuleTable rules) {
        this.root = requireNonNull(root, "root");
        this.rules = requireNonNull(rules, "rules");
    }

    /**
     * Returns the schema of documents.
     *
     * @param root the keys at the root of a document
     * @param rules what changes ask for
     */
    public static ConfigSchema of(SectionKeys root, RuleTable rules) {
        return new ConfigSchema(root, rules);
    }

    /**
     * Returns a JSON Schema of the draft 2020-12. Each key has its type, description and default, {@code x-secret} if its value is
     * masked, and {@code x-reload} with the {@code verdict} of a change ({@code hot}, {@code restart}, or {@code none}: it takes effect
     * when it is read) and the {@code actions} that apply it.
     */
    public Map<String, Object> toMap() {
        return new SchemaWriter(rules).write(root);
    }

    /** Returns {@link #toMap()} as JSON with a line for each key of a configuration, and a line end at its end. */
    public String toJson() {
        StringBuilder text = new StringBuilder();
        write(toMap(), "", text);
        return text.append('\n').toString();
    }

    /** Lays out sections and definitions; a key of a section is a line. */
    private static void write(Map<?, ?> schema, String indent, StringBuilder text) {
        String separator = "{\n";
        for (Map.Entry<?, ?> entry : schema.entrySet()) {
            text.append(separator).append(indent).append("  ").append(JsonText.compact(entry.getKey()));
            text.append(": ");
            if (entry.getValue() instanceof Map<?, ?> map && isLaidOut(entry.getKey(), map)) {
                write(map, indent + "  ", text);
            } else {
                text.append(JsonText.compact(entry.getValue()));
            }
            separator = ",\n";
        }
        text.append('\n').append(indent).append('}');
    }

    private static boolean isLaidOut(Object key, Map<?, ?> schema) {
        return key.equals("$defs") || key.equals("properties") || schema.containsKey("properties");
    }

    /** Returns a reference page in Markdown: a table for each section, with a line for each key that is read. */
    public String toMarkdown() {
        return new ReferenceWriter(rules).write(root);
    }
}
