// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.PlaceholderResolver.Resolution;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What holds for every document in YAML. */
class YamlLawsTest {

    private static final int TRIES = 150;
    private static final String SECRET = "pl4nted-s3cret";

    private static final ConfigReader READER = ConfigReader.builder()
            .placeholders(placeholder -> new Resolution.Secret(SECRET))
            .build();

    private static final List<String> CASUAL_KEYS = List.of("a", "b", "c", "d");
    private static final List<String> SECRET_KEYS = List.of("token", "password", "api_key", "clientSecret");

    @Property(tries = TRIES)
    void document_inYaml_isTheSameAsInJson(
            @ForAll("objects") Map<String, @Nullable Object> object,
            @ForAll("objects") Map<String, @Nullable Object> part,
            @ForAll Random random) {
        Map<String, @Nullable Object> shared = sharing(object, part);
        ConfigDocument json =
                ConfigReader.standard().read("json", JsonText.compact(shared)).orThrow();
        String text = new HandWrittenYaml(shared, random).text();
        ReadResult yaml = ConfigReader.standard().readYaml("yaml", text);

        assertThat(yaml.problems()).as(text).noneMatch(ConfigProblem::isError);
        assertThat(yaml.orThrow()).as(text).isEqualTo(json).hasSameHashCodeAs(json);
        assertThat(yaml.orThrow().fingerprint()).isEqualTo(json.fingerprint());
        assertThat(yaml.orThrow().contentId()).isEqualTo(json.contentId());
    }

    @Property(tries = TRIES)
    void document_inJson_isReadAsYaml(@ForAll("objects") Map<String, @Nullable Object> object) {
        ConfigDocument json = ConfigReader.standard().read("map", object).orThrow();

        for (String text : List.of(JsonText.compact(object), JsonText.pretty(object))) {
            String escaped = escapeWhatYamlTakesForALineBreak(text);
            assertThat(ConfigReader.standard().readYaml("yaml", escaped).orThrow())
                    .as(escaped)
                    .isEqualTo(json);
        }
    }

    @Property(tries = TRIES)
    void position_ofEveryValue_isThatOfItsFirstCharacter(
            @ForAll("objects") Map<String, @Nullable Object> object,
            @ForAll("objects") Map<String, @Nullable Object> part,
            @ForAll Random random) {
        HandWrittenYaml written = new HandWrittenYaml(sharing(object, part), random);
        ConfigDocument document =
                ConfigReader.standard().readYaml("file", written.text()).orThrow();

        written.positions()
                .forEach((path, position) -> assertThat(
                                document.find(path).orElseThrow().position())
                        .as(() -> path + " in " + written.text())
                        .hasToString(position));
    }

    /** Whatever its aliases are called by: secret in one place is secret in all. */
    @Property(tries = TRIES)
    void value_secretInOneOfItsPlaces_isShownInNone(@ForAll Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            text.append("- ")
                    .append(key(random, CASUAL_KEYS))
                    .append(": &x")
                    .append(i)
                    .append(' ')
                    .append(random.nextBoolean() ? SECRET : "{id: " + SECRET + ", n: [" + SECRET + "]}")
                    .append('\n');
        }
        for (int i = 0; i < 4; i++) {
            text.append("- ")
                    .append(key(random, SECRET_KEYS))
                    .append(random.nextBoolean() ? ": [*x" + i + " ]\n" : ": *x" + i + "\n");
        }
        ConfigDocument document = READER.readYaml("yaml", "list:\n" + text).orThrow();

        assertThat(document.root().toString() + JsonText.pretty(Map.of("a", document.root())))
                .as(text.toString())
                .doesNotContain(SECRET);
        assertThat(document.reresolve().orThrow().root())
                .hasToString(document.root().toString());
    }

    @Property(tries = TRIES)
    void brokenText_withSecrets_showsNoneInItsProblems(
            @ForAll("secretObjects") Map<String, @Nullable Object> object, @ForAll Random random) {
        byte[] text = new HandWrittenYaml(object, random).text().getBytes(StandardCharsets.UTF_8);
        byte[] cut = Arrays.copyOf(text, random.nextInt(text.length));
        byte[] changed = text.clone();
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);

        for (byte[] broken : List.of(cut, changed)) {
            for (ConfigProblem problem : READER.readYaml("broken", broken).problems()) {
                if (!isAtASecretKey(problem)) {
                    assertThat(problem + " " + problem.toMap())
                            .as(() -> new String(broken, StandardCharsets.UTF_8))
                            .doesNotContain(SECRET);
                }
            }
        }
    }

    /** A lost quote or colon can make a key of a value; what a colon follows is a key. */
    private static boolean isAtASecretKey(ConfigProblem problem) {
        return problem.path().segments().stream()
                .anyMatch(segment -> segment.capture().contains(SECRET));
    }

    private static String key(Random random, List<String> keys) {
        return keys.get(random.nextInt(keys.size()));
    }

    /** Returns an object in which some parts are there twice, and some are there with more around them. */
    private static Map<String, @Nullable Object> sharing(
            Map<String, @Nullable Object> object, Map<String, @Nullable Object> part) {
        Map<String, @Nullable Object> larger = new LinkedHashMap<>(part);
        larger.put("more", part);
        larger.put("a", "own");
        Map<String, @Nullable Object> all = new LinkedHashMap<>(object);
        all.put("part", part);
        all.put("larger", larger);
        all.put("list", Arrays.asList(part, larger, object, larger));
        return all;
    }

    private static String escapeWhatYamlTakesForALineBreak(String json) {
        return json.replace("\u2028", "\\u2028").replace("\u0085", "\\u0085");
    }

    @Provide
    Arbitrary<Map<String, @Nullable Object>> objects() {
        return new ReaderLawsTest().objects();
    }

    @Provide
    Arbitrary<Map<String, @Nullable Object>> secretObjects() {
        return new ReaderLawsTest().secretObjects().filter(object -> !object.isEmpty());
    }
}
