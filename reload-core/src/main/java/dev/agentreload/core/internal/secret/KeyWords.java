// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.secret;

import com.google.common.base.Ascii;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a key, in lower case: {@code botToken}, {@code bot_token}, {@code bot-token} and {@code BOT_TOKEN} have the
 * words bot and token, {@code APIKey} has api and key. Digits separate words and are left out: {@code apiKey2} has api and key.
 * Written without patterns, which took half the time of reading a small file.
 */
public final class KeyWords {

    private KeyWords() {}

    static List<String> of(String key) {
        List<String> words = new ArrayList<>(4);
        int start = 0;
        for (int i = 0; i <= key.length(); i++) {
            boolean separator = i == key.length() || isSeparator(key.charAt(i));
            if (separator || isWordStart(key, i)) {
                if (start < i) {
                    words.add(Ascii.toLowerCase(key.substring(start, i)));
                }
                start = separator ? i + 1 : i;
            }
        }
        return words;
    }

    private static boolean isSeparator(char c) {
        return c == '_' || c == '-' || c == '.' || Character.isDigit(c) || Character.isWhitespace(c);
    }

    /** A capital starts a word after anything else, and after a capital if it is the last one of several: API|Key. */
    private static boolean isWordStart(String key, int i) {
        if (i == 0 || !Character.isUpperCase(key.charAt(i))) {
            return false;
        }
        boolean beforeLowerCase = i + 1 < key.length() && Character.isLowerCase(key.charAt(i + 1));
        return !Character.isUpperCase(key.charAt(i - 1)) || beforeLowerCase;
    }
}
