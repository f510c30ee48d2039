// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import com.google.common.base.CharMatcher;
import com.google.common.hash.Hashing;
import dev.agentreload.agents.routing.SessionKey;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Makes names of files from the keys of sessions.
 *
 * <p>Small letters, digits, {@code -} and {@code _} stay, every other byte of the key's UTF-8 form becomes {@code %xx}, and
 * a long name becomes its beginning, {@code ~} and its SHA-256. So two keys never share a name, not even on a file system
 * that ignores case or normalises Unicode, and no name is hidden, ends in a dot, leads out of the directory or is too long.
 */
final class SessionNames {

    /** With the longest ending of a file of a session, the names stay below the 143 bytes that encrypted file systems allow. */
    private static final int MOST_CHARACTERS = 110;

    private static final int BEGINNING = 45;
    private static final char SHORTENED = '~';

    private static final CharMatcher KEPT = CharMatcher.inRange('a', 'z')
            .or(CharMatcher.inRange('0', '9'))
            .or(CharMatcher.anyOf("-_"))
            .precomputed();

    /** What Windows takes for a device, also with an ending. */
    private static final Pattern DEVICE = Pattern.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]");

    private SessionNames() {}

    /** Returns the name, without an ending. */
    static String of(SessionKey key) {
        return of(key.value());
    }

    /** Returns the name of a folder or file for any text. */
    static String of(String text) {
        StringBuilder name = new StringBuilder();
        text.codePoints().forEach(character -> append(name, character));
        if (DEVICE.matcher(name).matches()) {
            char first = name.charAt(0);
            name.deleteCharAt(0).insert(0, "%" + HexFormat.of().toHexDigits((byte) first));
        }
        return name.length() <= MOST_CHARACTERS ? name.toString() : shortened(name.toString());
    }

    private static void append(StringBuilder name, int character) {
        if (character <= Character.MAX_VALUE && KEPT.matches((char) character)) {
            name.append((char) character);
        } else if (isHalfCharacter(character)) {
            // has no UTF-8 form: all of them would be encoded as a question mark
            name.append("%u").append(HexFormat.of().toHexDigits((char) character));
        } else {
            byte[] bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8);
            for (byte part : bytes) {
                name.append('%').append(HexFormat.of().toHexDigits(part));
            }
        }
    }

    private static boolean isHalfCharacter(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }

    private static String shortened(String name) {
        return name.substring(0, BEGINNING) + SHORTENED + Hashing.sha256().hashString(name, StandardCharsets.US_ASCII);
    }
}
