// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are taken out of texts in whatever form a host wrote them, and ordinary words stay. */
class TextMaskTest {

    private static final String SECRET = "-----BEGIN \"KEY\"-----\nSENTINEL+/=é <1>\n-----END KEY-----\n";

    static Stream<String> forms() {
        String json = JsonText.compact(SECRET);
        String url = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        return Stream.of(
                SECRET,
                SECRET.strip(),
                "SENTINEL+/=é <1>",
                json,
                json.replace("/", "\\/"),
                unicode("\\u%04x"),
                unicode("\\u%04X"),
                JsonText.compact(json),
                url,
                url.toLowerCase(java.util.Locale.ROOT).replace("sentinel", "SENTINEL"),
                url.replace("+", "%20"),
                URLEncoder.encode(json, StandardCharsets.UTF_8),
                URLEncoder.encode(url, StandardCharsets.UTF_8));
    }

    private static String unicode(String format) {
        return SECRET.chars().mapToObj(c -> String.format(format, c)).collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("forms")
    void secret_quotedAsItMayBeSent_isMasked(String form) {
        TextMask mask = mask("{privateKey: " + JsonText.compact(SECRET) + "}");

        assertThat(mask.mask("refused: [" + form + "], sorry"))
                .startsWith("refused: [")
                .contains("***")
                .endsWith("], sorry")
                .doesNotContain("SENTINEL", "0053", "u003", "%3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u", "us", "user:", "a:longer-user-name:"})
    void secret_inBase64BehindAnything_isMasked(String before) {
        TextMask mask = mask("{token: 'SENTINEL-?>~é-0123'}");
        byte[] sent = (before + "SENTINEL-?>~é-0123").getBytes(StandardCharsets.UTF_8);
        byte[] more = (before + "SENTINEL-?>~é-0123 and more").getBytes(StandardCharsets.UTF_8);

        for (byte[] bytes : List.of(sent, more)) {
            for (Base64.Encoder encoder : encoders()) {
                String encoded = encoder.encodeToString(bytes);
                String masked = mask.mask("Authorization: Basic " + encoded + " was refused");

                assertThat(masked)
                        .startsWith("Authorization: Basic ")
                        .contains("***")
                        .endsWith(" was refused");
                assertThat(longestCommonPart(masked, encoded.substring(Math.max(0, before.length() * 4 / 3 - 1))))
                        .isLessThan(16);
                assertThat(new String(decoded(masked), StandardCharsets.ISO_8859_1))
                        .doesNotContain("SENT", "0123");
            }
        }
    }

    private static List<Base64.Encoder> encoders() {
        return List.of(
                Base64.getEncoder(),
                Base64.getUrlEncoder(),
                Base64.getEncoder().withoutPadding(),
                Base64.getUrlEncoder().withoutPadding());
    }

    /** What can be made of the part that is left of what was encoded. */
    private static byte[] decoded(String masked) {
        String left = masked.substring("Authorization: Basic ".length(), masked.indexOf("***"));
        return Base64.getDecoder().decode(left.substring(0, left.length() / 4 * 4));
    }

    private static int longestCommonPart(String text, String of) {
        return IntStream.range(0, of.length())
                .map(from -> IntStream.rangeClosed(from, of.length())
                                .filter(to -> text.contains(of.substring(from, to)))
                                .max()
                                .orElse(from)
                        - from)
                .max()
                .orElse(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{url: 'https://me:hunter22@h/p'}          | no hunter22 here           | no *** here",
                "{url: 'https://me:pa/ss-wo@h/p'}          | no pa/ss-wo, me:pa/ss-wo   | no ***, ***",
                "{url: 'https://me:h%40nter22@h/p'}        | h@nter22 and h%40nter22    | *** and ***",
                "{'https://me:hunter22@h': 1}              | no hunter22                | no ***",
                "{url: 'https://h/?key=hunter22&a=b'}      | no hunter22                | no ***",
                "{args: ['--token', 'hunter22', '--password=hunter23']} | hunter22 hunter23 | *** ***",
                "{hook: 'https://hooks.slack.com/services/T0/B0/hunter22'} | T0/B0/hunter22 or hunter22 | *** or ***",
                "{headers: {Authorization: 'Bearer hunter22'}} | no hunter22, Bearer hunter22 | no ***, ***",
                "{headers: {Authorization: 'Basic bWU6aHVudGVyMjI='}} | no hunter22, me:hunter22 | no ***, ***",
                "{password: 1234567, pin_token: 1.50}      | 1234567 and 1.50 and 1.5   | *** and *** and 1.5",
                "{headers: {a: 'x', n: 31415926}}          | no 31415926                | no ***",
                "{token: 'hunt'}                           | hunt, hunter, ahunt, [hunt]_hunt | ***, hunter, ahunt, [***]_***",
                "{token: 'hunter22'}                       | xhunter22x                 | x***x",
                "{a: {token: 'abcdefgh'}, b: {token: 'abcdefghijkl'}} | abcdefghijkl abcdefgh | *** ***",
                "{a: {token: 'abcdefgh'}, b: {token: 'efghijkl'}} | abcdefghijkl | ***",
                "{token: 'abc'}                            | abc                        | abc",
                "{token: 'lmstudio', providers: {lmstudio: 1}}  | provider [lmstudio]   | provider [lmstudio]",
                "{token: 'lmstudio', kind: 'lmstudio'}     | provider [lmstudio]        | provider [lmstudio]",
                "{token: 'source', password: 'default', apiKey: 'none'} | no default agent in source none | no default agent in source none",
                "{botToken: {source: 'env', provider: 'default', id: 'BOT_TOKEN'}} | default source env BOT_TOKEN | default source env BOT_TOKEN",
                "{}                                        | see https://me:pa/ss@host/ | see https://***@host/",
                "{}                                        | GET /a?api_key=hunter22 failed | GET /a?api_key=*** failed",
                "{}                                        | /bot12:hunter22/getMe      | /bot***/getMe",
                "{token: 'hunter22'}                       | 100% \\ + %zz %F0%9F \\u12 \\x | 100% \\ + %zz %F0%9F \\u12 \\x"
            })
    void text_ofAHost_isMaskedByTheRules(String json, String text, String masked) {
        assertThat(mask(json).mask(text)).isEqualTo(masked);
    }

    @Test
    void placeholder_insideOfAString_isMaskedByItself() {
        ConfigReader reader = ConfigReader.builder()
                .placeholders(placeholder -> new PlaceholderResolver.Resolution.Secret("hunter22"))
                .build();
        ConfigDocument document =
                reader.read("c.json", "{a: 'https://h/${X}/path', b: '${X}'}").orThrow();

        assertThat(TextMask.of(List.of(document)).mask("no hunter22, https://h/hunter22/path"))
                .isEqualTo("no ***, ***");
    }

    @Test
    void linesOfASecret_thatAreShort_stayByThemselves() {
        TextMask mask = mask("{privateKey: 'a word\\nhunter22hunter22\\nof it'}");

        assertThat(mask.mask("a word of it, hunter22hunter22")).isEqualTo("a word of it, ***");
        assertThat(mask.mask("[a word\nhunter22hunter22\nof it]")).isEqualTo("[***]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "k",
                "key",
                "four",
                "hunter22",
                "Bearer hunter22",
                "a word\nhunter22hunter22\nof it",
                " hunter22\n"
            })
    void secretsWithoutADocument_areMaskedAsThoseOfOne(String secret) {
        String text = "no key, four, hunter22, [" + secret + "], hunter22hunter22 and a word";

        assertThat(TextMask.ofSecrets(List.of(secret)).mask(text))
                .isEqualTo(mask("{token: " + JsonText.compact(secret) + "}").mask(text));
    }

    @Test
    void textThatIsCut_neverEndsInASecret() {
        TextMask mask = mask("{token: 'hunter22hunter22', b: {token: 'hunter23'}}");
        String text = "hunter23 ".repeat(50) + "hunter22hunter22 ".repeat(1_000);

        for (int most = 0; most < 600; most++) {
            assertThat(mask.mask(text, most)).doesNotContain("hu").endsWith("… (17450 characters)");
        }
        assertThat(mask.mask("hunter23", 4)).isEqualTo("***… (8 characters)");
        assertThat(mask.mask("short", 5)).isEqualTo("short");
        assertThat(mask.mask("https://me:" + "p".repeat(300) + "@host", 100)).doesNotContain("ppp");
    }

    @Test
    void secretsOfAnyNumber_withOneBeginning_areFoundTogether() {
        String json = IntStream.range(0, 10_000)
                .mapToObj(i -> "k" + i + ": {token: 'sk-secret-" + (i + 100_000) + "'}")
                .collect(Collectors.joining(",", "{", "}"));
        TextMask mask = mask(json);

        for (int i = 0; i < 10_000; i += 7) {
            assertThat(mask.mask("401 for sk-secret-" + (i + 100_000) + "!")).isEqualTo("401 for ***!");
        }
    }

    private static TextMask mask(String json) {
        return TextMask.of(List.of(ConfigDocument.parse("c.json", json)));
    }
}
