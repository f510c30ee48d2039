// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.internal.tree.HashInput;
import dev.agentreload.core.internal.tree.PackedPosition;
import dev.agentreload.core.internal.tree.PlaceInTree;
import dev.agentreload.core.internal.tree.TreeBuilder;
import dev.agentreload.core.internal.tree.TreeDocument;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file that was edited in one place: only the innermost object or list around the edit is read, all other values are those
 * of the document that the file was before. The result is what reading all of it would give; where that is not certain there is none.
 *
 * <p>What stands before a bracket decides how a parser reads what begins there, and nothing else does. So the rest is read as before
 * if the new text of the container ends where the old one did, seen from the end of the file.
 */
public final class EditedJson {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** A container that is a larger part of the file is not worth it. */
    private static final int LARGEST_PART = 4;

    private static final byte LINE_END = '\n';

    /** So many bytes are compared at once. */
    private static final int BLOCK = 64;

    private final TreeDocument document;
    private final byte[] before;
    private final byte[] after;

    /** The bytes from here on differ, up to these ends. */
    private final int start;

    private final int endBefore;
    private final int endAfter;

    private EditedJson(TreeDocument document, byte[] before, byte[] after) {
        this.document = document;
        this.before = before;
        this.after = after;
        int shorter = Math.min(before.length, after.length);
        int mismatch = Arrays.mismatch(before, after);
        this.start = mismatch < 0 ? shorter : mismatch;
        int equalAtEnd = equalAtEnd(before, after, shorter - start);
        this.endBefore = before.length - equalAtEnd;
        this.endAfter = after.length - equalAtEnd;
    }

    /**
     * Returns the document of the edited file.
     *
     * @param document the document as it was read from the bytes before
     * @param before not changed since
     */
    public static Optional<ConfigDocument> read(ConfigDocument document, byte[] before, byte[] after) {
        TreeDocument tree = (TreeDocument) document;
        return tree.isReadByParts() && after.length <= tree.settings().limits().bytes()
                ? Optional.ofNullable(new EditedJson(tree, before, after).read())
                : Optional.empty();
    }

    private static int equalAtEnd(byte[] left, byte[] right, int most) {
        int count = 0;
        while (count + BLOCK <= most
                && Arrays.equals(
                        left,
                        left.length - count - BLOCK,
                        left.length - count,
                        right,
                        right.length - count - BLOCK,
                        right.length - count)) {
            count += BLOCK;
        }
        while (count < most && left[left.length - count - 1] == right[right.length - count - 1]) {
            count++;
        }
        return count;
    }

    private @Nullable ConfigDocument read() {
        if (hasOddLineEnds()) {
            return null;
        }
        int line = 1 + lineEnds(before, 0, start);
        int lineStart = lineStart(start);
        int column = 1 + characters(lineStart, start);
        PlaceInTree place = PlaceInTree.find(document.root(), PackedPosition.of(line, column));
        for (int depth = place.depth(); depth > 0; depth--) {
            int opening = offset(place.position(depth), line, lineStart);
            int end = opening < 0 ? -1 : end(opening);
            if (end < 0) {
                return null;
            }
            if (endBefore < end) {
                return isLastOfItsLine(end) ? read(place, depth, opening, end) : null;
            }
        }
        return null;
    }

    /** To the parser a carriage return ends a line by itself, unless a line feed follows. */
    private boolean hasOddLineEnds() {
        if (has('\r', before, start, endBefore)
                || has('\r', after, start, endAfter)
                || (start > 0 && before[start - 1] == '\r')) {
            return true;
        }
        boolean some = has('\r', before, 0, start);
        for (int i = 0; some && i < start; i++) {
            if (before[i] == '\r' && before[i + 1] != LINE_END) {
                return true;
            }
        }
        return false;
    }

    private @Nullable ConfigDocument read(PlaceInTree place, int depth, int opening, int end) {
        byte[] text = Arrays.copyOfRange(after, opening, end + after.length - before.length);
        if (mayResolve(before, opening, end) || mayResolve(text, 0, text.length) || !isWellFormed(text)) {
            return null;
        }
        ConfigNode value = value(place, depth, text);
        long moreLines = lineEnds(after, start, endAfter) - (long) lineEnds(before, start, endBefore);
        return value == null ? null : document.edited(place.replace(depth, value, moreLines << Integer.SIZE));
    }

    /** Returns the value, if there is nothing to say about it and it is all of the text. */
    private @Nullable ConfigNode value(PlaceInTree place, int depth, byte[] text) {
        TreeBuilder builder = new TreeBuilder(document.settings(), document.source(), new ProblemCollector());
        place.openAround(depth, builder);
        JacksonBytes bytes = new JacksonBytes(text, 0, text.length, Utf8Check.asciiLength(text, text.length));
        boolean complete = false;
        try (JsonParser parser = JsonFormat.FACTORY.createParser(text)) {
            complete = new JacksonTokens(builder, new Moved(bytes, place.position(depth)), JacksonTokens.Keys.UNTIL_ODD)
                            .read(parser)
                    && parser.currentLocation().getByteOffset() == text.length;
        } catch (IOException e) { // reading the whole file reports what is wrong
            complete = false;
        }
        ConfigNode value = builder.unremarkable();
        return complete ? value : null;
    }

    /** Gives tokens of a part of a text the positions that they have in all of it. */
    private record Moved(TokenLocator part, long origin) implements TokenLocator {

        @Override
        public long moveTo(long offset, int line, int column) {
            long position = part.moveTo(offset, line, column);
            long distance = origin - PackedPosition.of(1, 1);
            return position + (line == 1 ? distance : (distance >> Integer.SIZE) << Integer.SIZE);
        }

        @Override
        public boolean isQuoted() {
            return part.isQuoted();
        }

        @Override
        public @Nullable String plainText(HashInput content) {
            return part.plainText(content);
        }
    }

    /** Returns where the container that begins here ends, or -1 if that is too far away. */
    private int end(int opening) {
        long most = before.length / LARGEST_PART;
        try (JsonParser parser = JsonFormat.FACTORY.createParser(before, opening, before.length - opening)) {
            int open = 0;
            do {
                JsonToken token = parser.nextToken();
                if (token == null || parser.currentLocation().getByteOffset() > most) {
                    return -1;
                }
                open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            } while (open > 0);
            return opening + (int) parser.currentLocation().getByteOffset();
        } catch (IOException e) {
            return -1; // no bracket stood there
        }
    }

    /** Returns the offset of a position at or before the start of the edit, or -1 if that is too far away. */
    private int offset(long position, int line, int lineStart) {
        int offset = lineStart;
        int requested = (int) (position >>> Integer.SIZE);
        for (int at = line; at > requested; at--) {
            offset = lineStart(offset - 1);
            if (lineStart - offset > before.length / LARGEST_PART) {
                return -1;
            }
        }
        for (int column = (int) position; column > 1; column--) {
            do {
                offset++;
            } while (Utf8Check.isContinuation(before[offset]));
        }
        return before[offset] == '{' || before[offset] == '[' ? offset : -1;
    }

    /** Positions of what follows on the same line would change by the length of the edit. */
    private boolean isLastOfItsLine(int end) {
        for (int i = end; i < before.length && before[i] != LINE_END; i++) {
            if (" \t\r,]}".indexOf(before[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns where the line of this offset begins. A byte order mark is no part of the first. */
    private int lineStart(int offset) {
        int start = offset;
        while (start > 0 && before[start - 1] != LINE_END) {
            start--;
        }
        return start == 0 ? Utf8Check.bomLength(before) : start;
    }

    private int characters(int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += Utf8Check.isContinuation(before[i]) ? 0 : 1;
        }
        return count;
    }

    private static boolean isWellFormed(byte[] text) {
        int ascii = Utf8Check.asciiLength(text, text.length);
        return Utf8Check.wellFormedLength(text, ascii, text.length) == text.length;
    }

    /** Returns whether there may be a placeholder, an include, or one of them spelled with escapes. */
    private static boolean mayResolve(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] == '$' || (text[i] == '\\' && i + 1 < to && text[i + 1] == 'u')) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(char sought, byte[] text, int from, int to) {
        return count(sought, text, from, to, 1) > 0;
    }

    private static int lineEnds(byte[] text, int from, int to) {
        return count((char) LINE_END, text, from, to, Integer.MAX_VALUE);
    }

    /** Counts an ASCII character, until there are so many. */
    private static int count(char sought, byte[] text, int from, int to, int enough) {
        int count = 0;
        int i = from;
        for (; i + Long.BYTES <= to && count < enough; i += Long.BYTES) {
            long other = (long) WORDS.get(text, i) ^ (sought * LOW_BITS);
            long low = (other & ~HIGH_BITS) + ~HIGH_BITS;
            count += Long.bitCount(~(low | other) & HIGH_BITS);
        }
        for (; i < to && count < enough; i++) {
            count += text[i] == sought ? 1 : 0;
        }
        return count;
    }
}
