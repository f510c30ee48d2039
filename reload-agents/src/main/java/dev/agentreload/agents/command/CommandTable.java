// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.command;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All commands by name, in the order in which they were added. */
final class CommandTable {

    private static final Pattern NAME = Pattern.compile("[\\p{Ll}\\p{N}_-]+( [\\p{Ll}\\p{N}_-]+)?");

    private final ImmutableMap<String, ChatCommand> commands;

    /** Commands that take words, where another command has the name alone. */
    private final ImmutableMap<String, ChatCommand> withWords;

    private CommandTable(Map<String, ChatCommand> commands, Map<String, ChatCommand> withWords) {
        this.commands = ImmutableMap.copyOf(commands);
        this.withWords = ImmutableMap.copyOf(withWords);
    }

    static CommandTable of(List<ChatCommand> commands) {
        Map<String, ChatCommand> byName = new LinkedHashMap<>();
        Map<String, ChatCommand> withWords = new LinkedHashMap<>();
        for (ChatCommand command : commands) {
            if (!NAME.matcher(command.name()).matches()) {
                throw new IllegalArgumentException(
                        "bad command name [" + command.name() + "]: expected one or two words in lower case");
            }
            ChatCommand other = byName.putIfAbsent(command.name(), command);
            if (other == null) {
                continue;
            }
            boolean onlyNewTakesWords =
                    other.arguments().isEmpty() && !command.arguments().isEmpty();
            if (!onlyNewTakesWords || withWords.putIfAbsent(command.name(), command) != null) {
                throw new IllegalArgumentException("two commands have the name [" + command.name() + "]");
            }
        }
        return new CommandTable(byName, withWords);
    }

    /** Returns the command of a name, for the words that follow it. */
    Optional<ChatCommand> find(String name, List<String> words) {
        return Optional.ofNullable(words.isEmpty() ? null : withWords.get(name))
                .or(() -> Optional.ofNullable(commands.get(name)));
    }

    /** Returns whether the word alone, or with another one, is a command. */
    boolean knows(String word) {
        return commands.containsKey(word) || hasOptions(word);
    }

    boolean hasOptions(String word) {
        return commands.keySet().stream().anyMatch(name -> name.startsWith(word + " "));
    }

    /** Returns the usage of everything that begins with the word: {@code /list agents|models}. */
    String usage(String word) {
        String options = commands.values().stream()
                .filter(command -> command.name().startsWith(word + " "))
                .map(command -> usageLine(command).substring(word.length() + 2))
                .collect(Collectors.joining("|"));
        return commands.containsKey(word) ? "/" + word + " [" + options + "]" : "/" + word + " " + options;
    }

    String help() {
        return commands.values().stream()
                .flatMap(command ->
                        Stream.concat(Stream.of(command), Optional.ofNullable(withWords.get(command.name())).stream()))
                .map(command -> usageLine(command) + " - " + command.description())
                .collect(Collectors.joining("\n"));
    }

    /** Returns the answer to a word that the command does not take. */
    static String unexpected(String word, String usage) {
        return "unexpected [" + word + "]; usage: " + usage;
    }

    /** Returns the first words of all commands. */
    Set<String> words() {
        return commands.keySet().stream().map(name -> name.split(" ", 2)[0]).collect(ImmutableSet.toImmutableSet());
    }

    /** Returns the second words of the commands that begin with this one. */
    Set<String> options(String word) {
        return commands.keySet().stream()
                .filter(name -> name.startsWith(word + " "))
                .map(name -> name.substring(word.length() + 1))
                .collect(ImmutableSet.toImmutableSet());
    }

    static String usageLine(ChatCommand command) {
        String line = "/" + command.name();
        return command.arguments().isEmpty() ? line : line + " " + command.arguments();
    }
}
