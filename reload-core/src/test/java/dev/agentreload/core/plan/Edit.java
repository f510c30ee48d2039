// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A case of the corpus of edits in {@code src/test/resources/edits}, whose first lines have the grammar. */
record Edit(String file, String name, List<String> steps) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Edit> all() {
        List<Edit> all = new ArrayList<>();
        resource("edits.txt")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> {
                    if (line.startsWith("== ")) {
                        String[] title = line.substring(3).split(": ", 2);
                        all.add(new Edit(title[0], title[1], new ArrayList<>()));
                    } else {
                        all.get(all.size() - 1).steps().add(line);
                    }
                });
        return all;
    }

    static String resource(String file) {
        try (InputStream stream = Edit.class.getResourceAsStream("/edits/" + file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ReloadPlan plan() {
        String text = resource(file + ".json");
        try {
            JsonNode tree = JSON.readTree(text);
            steps.forEach(step -> apply(tree, step));
            return ReloadPlanner.plan(
                    ConfigDocument.parse("old/" + file + ".json", text),
                    ConfigDocument.parse("new/" + file + ".json", tree.toPrettyString()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("bad case " + this, e);
        }
    }

    private static void apply(JsonNode tree, String step) {
        String[] words = step.split(" ", 3);
        JsonPointer pointer = JsonPointer.compile(words[0]);
        JsonNode parent = tree.at(pointer.head());
        String key = pointer.last().getMatchingProperty();
        @Nullable JsonNode value = words.length < 3 ? null : parse(words[2]);
        if (parent instanceof ObjectNode object) {
            if (value == null) {
                object.remove(key);
            } else {
                object.set(key, value);
            }
        } else {
            change((ArrayNode) parent, key, words[1], value);
        }
    }

    private static void change(ArrayNode array, String key, String operator, @Nullable JsonNode value) {
        int index = key.equals("-") ? array.size() : Integer.parseInt(key);
        if (value == null) {
            array.remove(index);
        } else if (operator.equals("+") || index == array.size()) {
            array.insert(index, value);
        } else {
            array.set(index, value);
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + json, e);
        }
    }

    /** Returns the text for people, and the changes for programs, one in a line. */
    String result() {
        ReloadPlan plan = plan();
        String text = plan.explain().replaceFirst(", base [0-9a-f]{16}, target [0-9a-f]{16}", "");
        return "== " + file + ": " + name + "\n" + text
                + Stream.of(plan.toMap().get("changes"))
                        .flatMap(changes -> ((List<?>) changes).stream())
                        .map(change -> "json: " + JsonText.compact(change) + "\n")
                        .reduce("", String::concat);
    }
}
