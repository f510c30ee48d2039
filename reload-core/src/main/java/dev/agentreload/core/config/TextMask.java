// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.internal.secret.DecodedText;
import dev.agentreload.core.internal.secret.Masking;
import dev.agentreload.core.internal.secret.SecretTexts;
import dev.agentreload.core.internal.secret.StringIndex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Masks the secrets of documents in texts of host code: the message of an exception may quote the key that was sent.
 *
 * <p>What is masked:
 *
 * <ul>
 *   <li>secret strings and numbers of at least four characters, and the parts of other strings that are masked wherever they
 *       are shown, such as the password in a URL. Of a secret of several lines each line of at least eight characters is
 *       masked by itself. Shorter lines may be ordinary words, and are masked only with the whole.
 *   <li>the same with JSON escapes or percent encoding undone, twice at most, and in Base64, plain or URL-safe, alone or inside
 *       of a longer text such as {@code Basic user:password}. In Base64 a secret must have at least six bytes.
 *   <li>user-info of URLs, webhook addresses and secret parameters, as in values, whether they are known or not.
 * </ul>
 *
 * <p>What is not masked: a secret of fewer than eight characters inside of a longer word; a secret that is also a key or a value of
 * one of the documents that is shown anyway, since text about that key would become unreadable; and the words that stand where
 * a key is asked for and none is needed, such as {@code none} and {@code dummy}. Only texts of host code go through here, never
 * the sentences around them.
 *
 * <p><em>Immutable; safe for use by multiple threads.</em> The documents are searched when a text is masked for the first time, which
 * takes time in proportion to their size.
 */
public final class TextMask {

    private static final int SHORTEST_INSIDE_WORDS = 8;
    private static final int SHORTEST_BASE64 = 8;
    private static final int BITS_IN_BASE64 = 6;
    private static final int MOST_DECODINGS = 2;

    /** The longest that a character of a secret gets when it is encoded twice. */
    private static final int LONGEST_ENCODING = 36;

    private static final int LONGEST_USER_INFO = 1_000;

    private final ImmutableList<ConfigDocument> documents;
    private final ImmutableSet<String> others;
    private volatile @Nullable Needles needles;

    private TextMask(Collection<ConfigDocument> documents, Collection<String> others) {
        this.documents = ImmutableList.copyOf(documents);
        this.others = ImmutableSet.copyOf(others);
    }

    /** Returns a mask for the secrets of these documents. */
    public static TextMask of(Collection<ConfigDocument> documents) {
        return new TextMask(documents, ImmutableSet.of());
    }

    /** Returns a mask for these secrets, for components that hold some of a document and not the document. */
    public static TextMask ofSecrets(Collection<String> secrets) {
        return new TextMask(ImmutableSet.of(), secrets);
    }

    /** Returns a mask for the secrets of these documents, and for others. */
    static TextMask of(Collection<ConfigDocument> documents, Collection<String> others) {
        return new TextMask(documents, others);
    }

    /** Returns the text with secrets replaced by {@code ***}. */
    public String mask(String text) {
        return mask(text, Integer.MAX_VALUE);
    }

    /**
     * Returns the text masked, and cut behind the first {@code most} characters if it is longer. Takes time in proportion to
     * {@code most} and the longest secret, not to the text.
     */
    public String mask(String text, int most) {
        requireNonNull(text, "text");
        checkArgument(most >= 0, "a text cannot be cut to %s characters", most);
        Needles known = needles();
        // What is cut off must be read as far as a secret may reach, and what is left must not end in the middle of
        // one.
        long margin = Math.max(LONGEST_USER_INFO, (long) known.longest() * LONGEST_ENCODING);
        boolean cut = text.length() > most + margin;
        String read = cut ? text.substring(0, (int) (most + margin)) : text;
        String masked = Masking.show(replaced(read, known.hidden(read)));
        if (text.length() <= most) {
            return masked;
        }
        long safe = cut ? masked.length() - margin : masked.length();
        return masked.substring(0, (int) Math.max(0, Math.min(most, safe))) + "… (" + text.length() + " characters)";
    }

    private static String replaced(String text, BitSet hidden) {
        StringBuilder masked = new StringBuilder();
        int done = 0;
        for (int from = hidden.nextSetBit(0); from >= 0; from = hidden.nextSetBit(done)) {
            masked.append(text, done, from).append(Masking.MASK);
            done = hidden.nextClearBit(from);
        }
        return done == 0 ? text : masked.append(text, done, text.length()).toString();
    }

    private Needles needles() {
        Needles known = needles;
        if (known == null) {
            known = Needles.of(SecretTexts.of(documents, others));
            needles = known;
        }
        return known;
    }

    /** What to look for: the secrets as they are, and in Base64. */
    private record Needles(StringIndex plain, StringIndex base64) {

        static Needles of(Set<String> secrets) {
            Set<String> encoded = new LinkedHashSet<>();
            secrets.forEach(secret -> encode(secret.getBytes(StandardCharsets.UTF_8), encoded));
            return new Needles(new StringIndex(secrets), new StringIndex(encoded));
        }

        /** What stands before a secret shifts it by none, one or two bytes; characters that also hold bits of that are left out. */
        private static void encode(byte[] secret, Set<String> encoded) {
            for (int before = 0; before < 3; before++) {
                byte[] shifted = new byte[before + secret.length];
                System.arraycopy(secret, 0, shifted, before, secret.length);
                int from = (before * Byte.SIZE + BITS_IN_BASE64 - 1) / BITS_IN_BASE64;
                int to = shifted.length * Byte.SIZE / BITS_IN_BASE64;
                if (to - from >= SHORTEST_BASE64 - 1 && secret.length >= BITS_IN_BASE64) {
                    encoded.add(Base64.getEncoder().encodeToString(shifted).substring(from, to));
                    encoded.add(Base64.getUrlEncoder().encodeToString(shifted).substring(from, to));
                }
            }
        }

        int longest() {
            return Math.max(plain.longest(), base64.longest());
        }

        BitSet hidden(String text) {
            BitSet hidden = new BitSet(text.length());
            if (longest() > 0) {
                List<DecodedText> readings = List.of(DecodedText.of(text));
                for (int decodings = 0; decodings <= MOST_DECODINGS; decodings++) {
                    readings.forEach(reading -> hide(reading, hidden));
                    readings = decoded(readings);
                }
            }
            return hidden;
        }

        private static List<DecodedText> decoded(List<DecodedText> readings) {
            List<DecodedText> decoded = new ArrayList<>();
            readings.forEach(reading -> decoded.addAll(reading.decodings()));
            return decoded;
        }

        private void hide(DecodedText reading, BitSet hidden) {
            String text = reading.text();
            plain.forEachIn(text, (from, to) -> {
                if (to - from >= SHORTEST_INSIDE_WORDS || isWhole(text, from, to)) {
                    reading.mark(hidden, from, to);
                }
            });
            base64.forEachIn(text, (from, to) -> {
                int begin = from > 0 && isBase64(text.charAt(from - 1)) ? from - 1 : from;
                reading.mark(hidden, begin, endOfBase64(text, to));
            });
        }

        private static boolean isWhole(String text, int from, int to) {
            return (from == 0 || !Character.isLetterOrDigit(text.charAt(from - 1)))
                    && (to == text.length() || !Character.isLetterOrDigit(text.charAt(to)));
        }

        /** The last bits of a secret share a character with what follows, or with the padding. */
        private static int endOfBase64(String text, int to) {
            int end = to < text.length() && isBase64(text.charAt(to)) ? to + 1 : to;
            while (end < text.length() && text.charAt(end) == '=') {
                end++;
            }
            return end;
        }

        private static boolean isBase64(char c) {
            return (c < 128 && Character.isLetterOrDigit(c)) || c == '+' || c == '/' || c == '-' || c == '_';
        }
    }
}
