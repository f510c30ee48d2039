// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.agentreload.core.config.PlaceholderResolver.Placeholder;
import dev.agentreload.core.config.PlaceholderResolver.Resolution;
import dev.agentreload.core.internal.secret.Masking;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whatever the bytes are, they are a document that holds together, or are refused with reasons. */
class ReaderFuzzTest {

    private static final String SECRET = "pl4nted-s3cret";

    private static final ConfigReader READER = ConfigReader.builder()
            .limits(new ReadLimits(1 << 16, 20))
            .placeholders(ReaderFuzzTest::resolve)
            .build();

    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

    private static Resolution resolve(Placeholder placeholder) {
        return switch (placeholder.name()) {
            case "HOME" -> new Resolution.Public("/home/$${A}");
            case "GONE" -> new Resolution.Missing("gone");
            case "BAD" -> throw new IllegalStateException(SECRET);
            default -> new Resolution.Secret(SECRET);
        };
    }

    @FuzzTest(maxDuration = "10m")
    @DictionaryEntries({
        "${HOME}",
        "${GONE}",
        "${BAD}",
        "$${",
        "\"token\"",
        "env:",
        "://",
        "@",
        "/*",
        "*/",
        "//",
        "\\u00e9",
        "\\ud83d",
        "null",
        "true",
        "false",
        "1e9999",
        "-0.0",
        "9223372036854775808"
    })
    void read_anyBytes_areADocumentOrAreRefused(byte[] content) {
        ReadResult result = READER.read("fuzz.json", content);
        String text = new String(content, StandardCharsets.UTF_8);

        if (result instanceof ReadResult.Success read) {
            assertThat(read.problems()).noneMatch(ConfigProblem::isError);
            checkPlaces(read.problems(), text);
            checkDocument(read.document(), text);
            assertThat(READER.read("again.json", content).orThrow()).isEqualTo(read.document());
        } else {
            checkProblems(result.problems(), text);
        }
    }

    private static void checkProblems(List<ConfigProblem> problems, String text) {
        assertThat(problems).anyMatch(ConfigProblem::isError);
        checkPlaces(problems, text);
    }

    private static void checkPlaces(List<ConfigProblem> problems, String text) {
        int lines = LINE_END.split(text, -1).length;

        for (ConfigProblem problem : problems) {
            assertThat(problem.position().line()).isBetween(1, lines);
            assertThat(problem.position().column()).isPositive();
            assertThat(problem.message()).isNotEmpty();
            checkShown(problem + " " + problem.toMap(), text);
        }
    }

    private static void checkDocument(ConfigDocument document, String text) {
        String shown = document.root().toString();
        checkShown(shown + document.contentId(), text);
        checkPlaces(document, document.root(), ConfigPath.root(), LINE_END.split(withoutMark(text), -1));

        if (!shown.contains(Masking.MASK) && !shown.contains("$${")) {
            ConfigDocument again = ConfigDocument.parse("shown.json", shown);
            ConfigDocument map =
                    ConfigReader.standard().read("map", object(document.root())).orThrow();

            assertThat(again).isEqualTo(document).isEqualTo(map);
            assertThat(again.contentId()).isEqualTo(document.contentId()).isEqualTo(map.contentId());
            assertThat(again.fingerprint()).isEqualTo(document.fingerprint()).isEqualTo(map.fingerprint());
        }
    }

    private static void checkShown(String shown, String text) {
        if (!text.contains(SECRET)) {
            assertThat(shown).doesNotContain(SECRET);
        }
        assertThat(shown).doesNotContain("com.fasterxml", "JsonParse", "JsonToken", "Source:");
    }

    private static void checkPlaces(ConfigDocument document, ConfigNode node, ConfigPath path, String[] lines) {
        checkPlace(document, node, path, lines);
        if (node instanceof ConfigObject object) {
            object.forEach((key, value) -> checkPlaces(document, value, path.key(key), lines));
        } else if (node instanceof ConfigArray array) {
            for (int i = 0; i < array.size(); i++) {
                checkPlaces(document, array.element(i), path.index(i), lines);
            }
        }
    }

    private static void checkPlace(ConfigDocument document, ConfigNode node, ConfigPath path, String[] lines) {
        String line = lines[node.position().line() - 1];
        int first = line.codePointAt(line.offsetByCodePoints(0, node.position().column() - 1));
        String firsts = switch (node.kind()) {
            case OBJECT -> "{";
            case ARRAY -> "[";
            case STRING -> "\"'";
            case NUMBER -> "-0123456789";
            case BOOLEAN -> "tf";
            case NULL -> "n";
        };

        assertThat(firsts).as("%s at %s", path, node.position()).contains(Character.toString(first));
        assertThat(document.find(path)).containsSame(node);
        if (!path.toString().contains("***")) {
            assertThat(ConfigPath.parse(path.toString())).isEqualTo(path);
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Map<String, @Nullable Object> object(ConfigObject object) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        object.forEach((key, value) -> members.put(key, plain(value)));
        return members;
    }

    private static @Nullable Object plain(ConfigNode node) {
        return switch (node.kind()) {
            case OBJECT -> object((ConfigObject) node);
            case ARRAY -> list((ConfigArray) node);
            case STRING -> ((ConfigString) node).value();
            case NUMBER -> ((ConfigNumber) node).value();
            case BOOLEAN -> ((ConfigBoolean) node).value();
            case NULL -> null;
        };
    }

    private static List<@Nullable Object> list(ConfigArray array) {
        List<@Nullable Object> elements = new ArrayList<>();
        array.elements().forEach(element -> elements.add(plain(element)));
        return elements;
    }
}
