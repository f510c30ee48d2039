// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.diff.Change;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Says in one line what a change does, with the part of the values that differs. */
final class ChangeText {

    private static final String ARROW = " -> ";
    private static final String MASKED = "another secret";

    /** How much of what both sides have in common stands before the difference. */
    private static final int CONTEXT = 12;

    private static final int LONGEST_ELEMENT = 60;
    private static final int LONGEST_MEMBER = 30;

    private ChangeText() {}

    /** Without a rule the path is that of what holds the parts, whose other parts are shown where their rules are. */
    static String of(PlannedChange planned, int width) {
        Change change = planned.change();
        boolean all = planned.rule().isPresent() || planned.path().equals(change.path());
        return switch (change.kind()) {
            case ADDED, REMOVED, REPLACED ->
                all
                        ? of(planned.valueBefore(), planned.valueAfter(), width)
                        : change.kind().name().toLowerCase(Locale.ROOT);
            case REORDERED -> TextWidth.cut(ListText.order((Change.Reordered) change, width), width);
        };
    }

    /** Describes the change of a value that may have been absent before, or is absent now. */
    static String of(@Nullable ConfigNode before, @Nullable ConfigNode after, int width) {
        if (before == null) {
            return TextWidth.cut("added " + value(node(after), width - 6), width);
        }
        return TextWidth.cut(
                after == null ? "removed " + value(before, width - 8) : replaced(before, after, width), width);
    }

    private static ConfigNode node(@Nullable ConfigNode node) {
        return requireNonNull(node, "node");
    }

    static String replaced(ConfigNode before, ConfigNode after, int width) {
        String old = before.toString();
        String current = after.toString();
        if (old.equals(current)) {
            return MASKED; // values that differ and look the same differ in what is masked
        }
        if (before instanceof ConfigArray left && after instanceof ConfigArray right) {
            return ListText.elements(left, right, width);
        }
        if (old.length() + ARROW.length() + current.length() <= width) {
            return old + ARROW + current;
        }
        return before.kind() == after.kind() ? around(old, current, width) : sides(before, after, width);
    }

    private static String sides(ConfigNode before, ConfigNode after, int width) {
        int half = (width - ARROW.length()) / 2;
        String old = value(before, half);
        return old + ARROW + value(after, width - ARROW.length() - old.length());
    }

    /** Shows both sides from shortly before the first difference on, so that they never look alike. */
    private static String around(String old, String current, int width) {
        int same = 0;
        while (same < Math.min(old.length(), current.length()) && old.charAt(same) == current.charAt(same)) {
            same++;
        }
        int from = TextWidth.whole(old, Math.max(0, same - CONTEXT));
        String start = from > 0 ? TextWidth.CUT : "";
        int half = (width - ARROW.length()) / 2;
        String left = TextWidth.cut(start + old.substring(from), half);
        return left + ARROW + TextWidth.cut(start + current.substring(from), width - ARROW.length() - left.length());
    }

    /** Returns a value: all of it if it fits, otherwise of an object its identity or keys, of a list its elements. */
    static String value(ConfigNode node, int width) {
        if (node instanceof ConfigObject object && object.size() > 0) {
            return object(object, width);
        }
        if (node instanceof ConfigArray array && array.size() > 0) {
            return array(array, width);
        }
        return TextWidth.cut(node.toString(), width);
    }

    private static String object(ConfigObject object, int width) {
        String text = object.toString();
        return text.length() <= width
                ? text
                : TextWidth.list(
                                "{",
                                IntStream.range(0, object.size())
                                        .mapToObj(i -> member(object.key(i), object.value(i)))
                                        .toList(),
                                width - 1)
                        + "}";
    }

    private static String member(String key, ConfigNode value) {
        return value.kind().isContainer() ? key : key + ": " + TextWidth.cut(value.toString(), LONGEST_MEMBER);
    }

    private static String array(ConfigArray array, int width) {
        String text = array.toString();
        if (text.length() <= width) {
            return text;
        }
        List<String> elements =
                array.elements().stream().map(ChangeText::element).toList();
        return TextWidth.list("[", elements, width - 1) + "]";
    }

    /** Returns an element by what distinguishes it: a scalar, or the first scalar of an object. */
    static String element(ConfigNode node) {
        String text = node.toString();
        if (node instanceof ConfigObject object && text.length() > LONGEST_ELEMENT) {
            return IntStream.range(0, object.size())
                    .filter(i -> object.value(i) instanceof ConfigString)
                    .mapToObj(i -> "{" + member(object.key(i), object.value(i)) + (object.size() > 1 ? ", ...}" : "}"))
                    .findFirst()
                    .orElseGet(() -> TextWidth.cut(text, LONGEST_ELEMENT));
        }
        return TextWidth.cut(text, LONGEST_ELEMENT);
    }
}
