package dev.agentreload.examples.gateway.config;

import dev.agentreload.core.config.SourcePosition;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a configuration file with a caret below the place of a problem.
 *
 * <p>The line may hold secrets, and a broken file does not say which. So keys, punctuation, true, false and null are shown,
 * every other value is masked, and comments are left out. The one value that may be shown is the one the problem is about,
 * if the caller knows that it is no secret. <em>Not safe for use by multiple threads.</em>
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
                    + "|(?<comment>//.*+|/\\*.*?(?:\\*/|$))|(?<word>[^\\s\\[\\]{}:,\"']++)",
            Pattern.DOTALL);

    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z_$][\\w$-]*");
    private static final Pattern LITERAL = Pattern.compile("true|false|null");
    private static final Pattern COLON = Pattern.compile("\\s*:");

    private final String line;
    private final int lineNumber;
    private final int target;
    private final boolean valueShown;
    private final StringBuilder shown = new StringBuilder();
    private int caret = -1;

    private LineExcerpt(String line, SourcePosition position, boolean valueShown) {
        this.line = line.startsWith("\uFEFF") ? line.substring(1) : line;
        this.lineNumber = position.line();
        int codePoints = Math.min(position.column() - 1, this.line.codePointCount(0, this.line.length()));
        this.target = this.line.offsetByCodePoints(0, codePoints);
        this.valueShown = valueShown;
    }

    /** Returns the excerpt in which all values are masked. */
    static String masked(String line, SourcePosition position) {
        return new LineExcerpt(line, position, false).render();
    }

    /** Returns the excerpt in which the value at the position is shown. */
    static String withValue(String line, SourcePosition position) {
        return new LineExcerpt(line, position, true).render();
    }

    private String render() {
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
        if (caret < 0) {
            caret = shown.length();
        }
        return framed();
    }

    private void plain(int from, int to) {
        if (from <= target && target < to) {
            caret = shown.length() + target - from;
        }
        shown.append(line.substring(from, to).replace('\t', ' '));
    }

    private void token(Matcher token, boolean afterColon) {
        boolean verbatim = isShown(token, afterColon);
        if (token.start() <= target && target < token.end()) {
            caret = shown.length() + (verbatim ? target - token.start() : 0);
        }
        if (token.group("comment") == null) {
            shown.append(verbatim ? token.group() : MASK);
        }
    }

    private boolean isShown(Matcher token, boolean afterColon) {
        String text = token.group();
        return token.group("comment") == null
                && (isKey(token, afterColon)
                        || LITERAL.matcher(text).matches()
                        || (valueShown && target == token.start()));
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
    private String framed() {
        int from = Math.max(0, caret - BEFORE_CARET);
        int to = Math.min(shown.length(), from + WIDTH);
        String start = from > 0 ? CUT : "";
        String margin = lineNumber + " | ";
        String text = margin + start + shown.substring(from, to) + (to < shown.length() ? CUT : "");
        String pointer = " ".repeat(margin.length() + start.length() + caret - from) + "^";
        return "  " + text.stripTrailing() + "\n  " + pointer;
    }
}
