// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.agentreload.core.config.PlaceholderResolver.Placeholder;
import dev.agentreload.core.config.PlaceholderResolver.Resolution;
import dev.agentreload.core.internal.secret.Masking;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever the bytes are, they are a document that holds together, or are refused with reasons, in YAML too. */
class YamlFuzzTest {

    private static final String SECRET = "pl4nted-s3cret";

    private static final ConfigReader READER = ConfigReader.builder()
            .limits(new ReadLimits(1 << 16, 20))
            .placeholders(YamlFuzzTest::resolve)
            .build();

    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

    /** What has a meaning in YAML: random sequences of it are more often nearly right than random bytes. */
    private static final String[] PIECES = {
        "a",
        "token",
        ": ",
        ":",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        "\r\n",
        "\t",
        "{",
        "}",
        "[",
        "]",
        ", ",
        "&x ",
        "&y ",
        "*x",
        "*y",
        "<<: ",
        "<<: *x",
        "!!str ",
        "!!int ",
        "!t ",
        "! ",
        "|\n",
        ">-\n",
        "|2+\n",
        "\"",
        "'",
        "\\",
        "\\u00e9",
        "# c",
        " #",
        "---",
        "...",
        "? ",
        "012",
        "1_0",
        ".inf",
        "yes",
        "~",
        "12",
        "0x1F",
        "1e9999",
        "${HOME}",
        "${GONE}",
        "${BAD}",
        "$${",
        "@",
        "`",
        "%",
        "%YAML 1.2\n",
        "\u00e9",
        "\uD83D\uDE00",
        "\u2028",
        "\u0085",
        "\uFEFF",
        "\u0000",
        "x",
        " "
    };

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
        "${HOME}", "${GONE}", "${BAD}", "$${", "token: ", "&a ", "*a", "<<: ", "? ", "- ", "|2-\n", ">+\n", "---\n",
                "...\n",
        "!!str ", "!!int ", "%YAML 1.2\n", "%TAG ! x\n", "\\u00e9", "\\U0001F600", "\\x", "~", "0o17", "012", "1_0",
                ".inf", "yes", "'', "
    })
    void read_anyBytes_areADocumentOrAreRefused(byte[] content) {
        check(content);
    }

    @Property(tries = 2_000)
    void read_anyPieces_areADocumentOrAreRefused(@ForAll Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(25); i >= 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        check(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void check(byte[] content) {
        ReadResult result = READER.readYaml("fuzz.yaml", content);
        String text = new String(content, StandardCharsets.UTF_8);
        String[] lines = LINE_END.split(text, -1);

        for (ConfigProblem problem : result.problems()) {
            assertThat(problem.position().line()).as(text).isBetween(1, lines.length);
            assertThat(problem.position().column()).isPositive();
            checkShown(problem + " " + problem.toMap(), text);
        }
        if (result instanceof ReadResult.Success read) {
            assertThat(read.problems()).noneMatch(ConfigProblem::isError);
            checkDocument(read.document(), text, lines);
            assertThat(READER.readYaml("again.yaml", content).orThrow()).isEqualTo(read.document());
        } else {
            assertThat(result.problems()).anyMatch(ConfigProblem::isError);
        }
    }

    private static void checkDocument(ConfigDocument document, String text, String[] lines) {
        String shown = document.root().toString();
        checkShown(shown + document.contentId(), text);
        checkPlaces(document.root(), lines);

        if (!shown.contains(Masking.MASK) && !shown.contains("$${")) {
            ConfigDocument json = ConfigDocument.parse("shown.json", shown);

            assertThat(json).as(text).isEqualTo(document);
            assertThat(json.contentId()).isEqualTo(document.contentId());
            assertThat(json.fingerprint()).isEqualTo(document.fingerprint());
        }
    }

    private static void checkShown(String shown, String text) {
        if (!text.contains(SECRET)) {
            assertThat(shown).doesNotContain(SECRET);
        }
        assertThat(shown).doesNotContain("snakeyaml", "while scanning", "while parsing", "StreamReader", "<block end>");
    }

    private static void checkPlaces(ConfigNode node, String[] lines) {
        String line = lines[node.position().line() - 1];
        assertThat(node.position().column()).isBetween(1, line.codePointCount(0, line.length()) + 1);
        if (node instanceof ConfigObject object) {
            object.values().forEach(value -> checkPlaces(value, lines));
        } else if (node instanceof ConfigArray array) {
            array.elements().forEach(element -> checkPlaces(element, lines));
        }
    }
}
