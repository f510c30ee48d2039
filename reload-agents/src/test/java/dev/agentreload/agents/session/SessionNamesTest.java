// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.routing.SessionKey;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionNamesTest {

    private static final List<String> NASTY = nastyKeys();

    private static List<String> nastyKeys() {
        List<String> keys = new ArrayList<>(List.of(
                "a:b",
                "a/b",
                "a\\b",
                "a_b",
                "a-b",
                "a b",
                "a%3ab",
                "a%3Ab",
                "a.b",
                "a..b",
                "../a",
                "a",
                "A",
                "a ",
                " a",
                "a.",
                "a..",
                ".",
                "..",
                "...",
                ".a",
                "~",
                "a~1",
                "con",
                "CON",
                "Con",
                "con.",
                "%63on",
                "nul",
                "nul.txt",
                "prn",
                "aux",
                "com1",
                "COM1",
                "com¹",
                "lpt9",
                "conin$",
                "con:",
                "a\u0000b",
                "a\nb",
                "a\tb",
                "é",
                "e\u0301",
                "\u212b",
                "\u00c5",
                "ß",
                "ss",
                "ſ",
                "s",
                "ı",
                "i",
                "İ",
                "😀",
                "\ud83d",
                "\ude00",
                "\ud83d\ud83d",
                "?",
                "*",
                "<",
                ">",
                "|",
                "\"",
                "agent:main:main",
                "agent:Main:main",
                "agent:coder:telegram:group:-100123"));
        for (int length : new int[] {109, 110, 111, 112, 255, 256, 100_000}) {
            keys.add("x".repeat(length));
            keys.add("x".repeat(length - 1) + "y");
            keys.add("x".repeat(length - 1) + "X");
            keys.add(":".repeat(length));
            keys.add("😀".repeat(length));
        }
        return keys;
    }

    @Test
    void of_differentKeys_neverShareAFileOnAnyFileSystem() {
        assertThat(NASTY).doesNotHaveDuplicates();
        assertThat(NASTY.stream().map(SessionNamesTest::asTheLeastCarefulFileSystem))
                .doesNotHaveDuplicates();
    }

    private static String asTheLeastCarefulFileSystem(String key) {
        String composed = Normalizer.normalize(name(key), Normalizer.Form.NFKC);
        return composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replaceAll("[. ]+$", "");
    }

    @Test
    void of_anyKey_isAValidNameEverywhere() {
        assertThat(NASTY.stream().map(SessionNamesTest::name))
                .allMatch(name -> name.matches("[a-z0-9%_~-]{1,110}"))
                .noneMatch(name -> name.matches("(?i)con|prn|aux|nul|com[0-9]|lpt[0-9]"));
    }

    @Test
    void of_ownNameAsKey_isAnotherName() {
        assertThat(NASTY).allSatisfy(key -> {
            String name = name(key);
            assertThat(name.equals(key) || !name(name).equals(name)).isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "agent:main:main, agent%3amain%3amain",
        "agent:coder:telegram:group:-100123, agent%3acoder%3atelegram%3agroup%3a-100123",
        "CON, %43%4f%4e",
        "con, %63on",
        "Ä, %c3%84"
    })
    void of_key_isReadable(String key, String expected) {
        assertThat(name(key)).isEqualTo(expected);
    }

    @Test
    void of_longKey_isItsBeginningAndAHash() {
        assertThat(name("x".repeat(200))).hasSize(110).matches("x{45}~[0-9a-f]{64}");
    }

    private static String name(String key) {
        return SessionNames.of(new SessionKey(key));
    }
}
