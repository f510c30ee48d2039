// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A line of a configuration file with a caret below the place of a problem.
 *
 * <p>The line may hold secrets, and a broken file does not say which. So keys, punctuation, true, false and null are shown,
 * every other value is masked, and comments are left out. The one value that may be shown is the one the problem is about,
 * if the caller says so.
 *
 * <p>A line is read once for all places in it: a file may be one line, with a problem in each of its members.
 */
final class LineExcerpt {

    private static final String MASK = "***";
    private static final String CUT = "...";
    private static final int BEFORE_CARET = 60;
    private static final int WIDTH = 100;

    /**
     * Strings, closed or not; comments; and words, which are values, or keys without quotes. Its loops are possessive: others
     * would need more stack the longer a string is.
     */
    private static final Pattern TOKEN = Pattern.compile(
            "(?<string>\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"?|'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'?)"
                    + "|(?<comment>//.*+|(?<!\\S)#.*+|/\\*.*?(?:\\*/|$))|(?<word>[^\\s\\[\\]{}:,\"']++)",
            Pattern.DOTALL);

    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z_$][\\w$-]*");
    private static final Pattern LITERAL = Pattern.compile("true|false|null");
    private static final String ITEM = "-"; // of a list in YAML
    private static final Pattern COLON = Pattern.compile("\\s*:");

    private final String line;
    private final int lineNumber;

    /** Where each character starts, if that is not its number: some take two places. */
    private final int[] starts;

    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder shown = new StringBuilder();

    /** Reads a line. */
    LineExcerpt(String line, int lineNumber) {
        this.line = line.startsWith("\uFEFF") ? line.substring(1) : line;
        this.lineNumber = lineNumber;
        this.starts = starts(this.line);
        mask();
    }

    /**
     * A token of the line, or what stands between two.
     *
     * @param start where it starts in the line
     * @param end where it ends there
     * @param at where it starts in what is shown
     * @param form how it is shown
     */
    private record Piece(int start, int end, int at, Form form) {}

    private enum Form {
        VERBATIM,
        KEY,
        MASKED,
        LEFT_OUT
    }

    /** Returns the excerpt around this column, in which all values are masked. */
    String masked(int column) {
        int target = offset(column);
        Piece piece = piece(target);
        int caret = piece == null
                ? shown.length()
                : piece.at() + (piece.form() == Form.VERBATIM || piece.form() == Form.KEY ? target - piece.start() : 0);
        return framed(shown, caret);
    }

    /** Returns the excerpt in which the value at this column is shown. */
    String withValue(int column) {
        int target = offset(column);
        Piece piece = piece(target);
        if (piece == null || piece.form() != Form.MASKED || piece.start() != target) {
            return masked(column);
        }
        String value = line.substring(piece.start(), Math.min(piece.end(), piece.start() + WIDTH));
        int from = Math.max(0, piece.at() - BEFORE_CARET - 1);
        int to = Math.min(shown.length(), piece.at() + WIDTH);
        String around = shown.substring(from, piece.at()) + value + shown.substring(piece.at() + MASK.length(), to);
        return framed(around, piece.at() - from);
    }

    /** Returns the token that starts at this column; empty if none does, or a comment. */
    Optional<String> token(int column) {
        int target = offset(column);
        return Optional.ofNullable(piece(target))
                .filter(piece -> piece.start() == target && piece.form() != Form.LEFT_OUT)
                .map(this::text);
    }

    /** Returns the tokens before this column, with their quotes, but not the comments. */
    List<String> tokensBefore(int column) {
        return before(column)
                .filter(piece -> piece.form() != Form.LEFT_OUT)
                .map(this::text)
                .toList();
    }

    /** Returns whether a key stands before this column. */
    boolean hasKeyBefore(int column) {
        return before(column).anyMatch(piece -> piece.form() == Form.KEY);
    }

    private Stream<Piece> before(int column) {
        int target = offset(column);
        return pieces.stream().takeWhile(piece -> piece.start() < target);
    }

    private String text(Piece piece) {
        return line.substring(piece.start(), piece.end());
    }

    private static int[] starts(String line) {
        int count = line.codePointCount(0, line.length());
        int[] starts = new int[count == line.length() ? 0 : count];
        for (int i = 0, offset = 0; i < starts.length; i++) {
            starts[i] = offset;
            offset = line.offsetByCodePoints(offset, 1);
        }
        return starts;
    }

    private int offset(int column) {
        if (starts.length == 0) {
            return Math.min(column - 1, line.length());
        }
        return column > starts.length ? line.length() : starts[column - 1];
    }

    private @Nullable Piece piece(int target) {
        Piece sought = new Piece(target, target, 0, Form.VERBATIM);
        int found = Collections.binarySearch(pieces, sought, Comparator.comparingInt(Piece::start));
        int index = found < 0 ? -found - 2 : found;
        return index >= 0 && target < pieces.get(index).end() ? pieces.get(index) : null;
    }

    private void mask() {
        Matcher token = TOKEN.matcher(line);
        int end = 0;
        boolean afterColon = false;
        while (token.find()) {
            String between = line.substring(end, token.start());
            afterColon =
                    between.isBlank() ? afterColon : between.stripTrailing().endsWith(":");
            plain(end, token.start());
            token(token, afterColon);
            afterColon &= token.group("comment") != null;
            end = token.end();
        }
        plain(end, line.length());
    }

    private void plain(int from, int to) {
        if (from < to) {
            pieces.add(new Piece(from, to, shown.length(), Form.VERBATIM));
            shown.append(line.substring(from, to).replace('\t', ' '));
        }
    }

    private void token(Matcher token, boolean afterColon) {
        Form form = form(token, afterColon);
        pieces.add(new Piece(token.start(), token.end(), shown.length(), form));
        if (form != Form.LEFT_OUT) {
            shown.append(form == Form.MASKED ? MASK : token.group());
        }
    }

    private Form form(Matcher token, boolean afterColon) {
        String text = token.group();
        if (token.group("comment") != null) {
            return Form.LEFT_OUT;
        }
        if (isKey(token, afterColon)) {
            return Form.KEY;
        }
        return LITERAL.matcher(text).matches() || text.equals(ITEM) ? Form.VERBATIM : Form.MASKED;
    }

    /** What follows a colon is a value, even if another colon follows it, as in some tokens. */
    private boolean isKey(Matcher token, boolean afterColon) {
        boolean colonFollows =
                COLON.matcher(line).region(token.end(), line.length()).lookingAt();
        boolean keyShaped =
                token.group("string") != null || BARE_KEY.matcher(token.group()).matches();
        return colonFollows && !afterColon && keyShaped;
    }

    /** A minified file is one line, of which only the part around the caret is shown. */
    private String framed(CharSequence text, int caret) {
        int from = Math.max(0, caret - BEFORE_CARET);
        int to = Math.min(text.length(), from + WIDTH);
        String start = from > 0 ? CUT : "";
        String margin = lineNumber + " | ";
        String excerpt = margin + start + text.subSequence(from, to) + (to < text.length() ? CUT : "");
        String pointer = " ".repeat(margin.length() + start.length() + caret - from) + "^";
        return "  " + excerpt.stripTrailing() + "\n  " + pointer;
    }
}
