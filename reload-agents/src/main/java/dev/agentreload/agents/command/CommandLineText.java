// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.command;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a message that begins like a command.
 *
 * @param name the command's name in lower case, without prefix and without the bot it was addressed to
 * @param bot the bot it was addressed to, as in {@code /reload@bot}
 * @param words the words after the name
 */
record CommandLineText(String name, Optional<String> bot, List<String> words) {

    private static final Pattern START =
            Pattern.compile("\\s*[/!]([\\p{L}\\p{N}_-]+)(?:@(\\S+))?(?:\\s+(.*))?", Pattern.DOTALL);
    private static final Splitter WORDS = Splitter.onPattern("\\s+").omitEmptyStrings();

    static Optional<CommandLineText> parse(String text) {
        Matcher matcher = START.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String rest = matcher.group(3);
        List<String> words = rest == null ? ImmutableList.of() : WORDS.splitToList(rest);
        String name = Ascii.toLowerCase(matcher.group(1));
        return Optional.of(new CommandLineText(name, Optional.ofNullable(matcher.group(2)), words));
    }

    /** Returns the name with the first word after it, or empty if there is none. */
    Optional<String> twoWords() {
        return words.stream().findFirst().map(word -> name + " " + Ascii.toLowerCase(word));
    }
}
