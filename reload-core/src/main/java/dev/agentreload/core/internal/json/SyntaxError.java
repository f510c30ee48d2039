// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.json;

import dev.agentreload.core.config.ConfigPath;
import java.nio.charset.StandardCharsets;

/**
 * A place where text stops being JSON, in our own words: a parser's message would quote content.
 *
 * @param path the value that was being read
 * @param offset the offset of the offending byte, or the length if the text ends too early
 * @param message what stands there
 * @param expectation what should
 */
record SyntaxError(ConfigPath path, int offset, String message, String expectation) {

    /** Returns the error of a source in which more follows a document that is complete. */
    static SyntaxError afterDocument(int offset, String hint) {
        return new SyntaxError(
                ConfigPath.root(), offset, "text after the end of the document", "expected nothing more" + hint);
    }

    /** Returns the character that starts at an offset; the bytes are known to be UTF-8. */
    static int codePoint(byte[] content, int length, int offset) {
        String text = new String(content, offset, Math.min(4, length - offset), StandardCharsets.UTF_8);
        return text.codePointAt(0);
    }

    /** Returns what stands at an offset. One character is quoted, never a word: a value without quotes may be a secret. */
    static String describe(byte[] content, int length, int offset) {
        if (offset >= length) {
            return "unexpected end of the source";
        }
        int c = content[offset];
        if (c < 0) {
            return OddCharacter.describe(codePoint(content, length, offset));
        }
        return c <= ' ' ? String.format("unexpected control character [U+%04X]", c) : "unexpected [" + (char) c + "]";
    }
}
