// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.generators;

import dev.agentreload.core.config.ConfigDocument;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Generates configurations and edits of them.
 *
 * <p>The documents have sections of agent hosts in both spellings that are in use, with lists of which elements share an
 * identity or lack one, and sections with arbitrary keys: empty ones, and such with dots, slashes, brackets, quotes, spaces,
 * asterisks and emoji. Everything shrinks.
 */
public final class ConfigArbitraries {

    /**
     * Stands in every generated string that is secret by its key or as user-info of a URL, and in no other: where a test
     * finds it, a secret was printed.
     */
    public static final String SECRET = "pl4nted-s3cret-";

    private static final int MOST_EDITS = 4;

    private ConfigArbitraries() {}

    /** Generates keys of objects: the usual ones and odd ones. */
    public static Arbitrary<String> keys() {
        return Arbitraries.frequencyOf(
                Tuple.of(
                        2,
                        Arbitraries.of("a", "b", "id", "model", "enabled", "heartbeat", "gmail", "list", "accounts")),
                Tuple.of(1, JsonArbitraries.oddKeys()));
    }

    /** Generates documents as JSON text, written in all ways that are read. */
    public static Arbitrary<String> texts() {
        return Combinators.combine(roots(), seeds()).as(JsonSpelling::write).withoutEdgeCases();
    }

    /** Generates documents, with positions that refer to some text. */
    public static Arbitrary<ConfigDocument> documents() {
        return texts().map(text -> ConfigDocument.parse("generated.json", text));
    }

    /** Generates documents and up to four edits of any kind. */
    public static Arbitrary<EditedConfig> edits() {
        return edits(EditKind.values());
    }

    /** Generates documents and up to four edits of these kinds. */
    public static Arbitrary<EditedConfig> edits(EditKind... kinds) {
        Arbitrary<List<JsonEdit>> edits =
                edit(Arbitraries.of(kinds)).list().ofMinSize(1).ofMaxSize(MOST_EDITS);
        return Combinators.combine(roots(), edits, seeds(), seeds())
                .as(ConfigArbitraries::edited)
                .withoutEdgeCases();
    }

    private static EditedConfig edited(Json.Members before, List<JsonEdit> edits, long seedBefore, long seedAfter) {
        Json.Members after = before;
        for (JsonEdit edit : edits) {
            after = edit.applyTo(after);
        }
        List<EditKind> kinds = edits.stream().map(JsonEdit::kind).toList();
        boolean rewritten = kinds.contains(EditKind.REWRITE);
        return new EditedConfig(
                JsonSpelling.write(before, seedBefore),
                JsonSpelling.write(after, rewritten ? seedAfter : seedBefore),
                kinds);
    }

    private static Arbitrary<JsonEdit> edit(Arbitrary<EditKind> kinds) {
        Arbitrary<Integer> choice = Arbitraries.integers().between(0, 1_000);
        return Combinators.combine(kinds, choice, choice, keys(), JsonArbitraries.anyValues())
                .as(JsonEdit::new)
                .withoutEdgeCases();
    }

    private static Arbitrary<Long> seeds() {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(0L)),
                Tuple.of(1, Arbitraries.longs().between(1, Integer.MAX_VALUE)));
    }

    private static Arbitrary<Json.Members> roots() {
        Arbitrary<Json.Members> usual = JsonArbitraries.someOf(Sections.all());
        Arbitrary<Json.Members> odd = Arbitraries.maps(keys(), JsonArbitraries.anyValues())
                .ofMaxSize(3)
                .map(Json.Members::new);
        return Combinators.combine(usual, odd).as(JsonArbitraries::joined).withoutEdgeCases();
    }
}
