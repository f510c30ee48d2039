// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.command;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigPath;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The commands that reload, and report reloads. */
final class ReloadCommandSet {

    private static final Pattern REVISION = Pattern.compile("[1-9]\\d{0,17}");
    private static final String DRY_RUN = "--dry-run";
    private static final String ROLLBACK = "--rollback";
    private static final String DRY_RUN_USAGE = "[--rollback [<revision>]]";
    private static final String ROLLBACK_USAGE = "[<revision>] [--dry-run]";
    private static final String NO_ROLLBACK = "this host has no rollback";

    private static final String PATH_USAGE = "<path>";
    private static final String NO_HISTORY = "this host keeps no history";

    private final ReloadCommands reloads;

    ReloadCommandSet(ReloadCommands reloads) {
        this.reloads = reloads;
    }

    List<ChatCommand> all() {
        return ImmutableList.of(
                guarded("reload", "apply the configuration", call -> reloads.reload(caller(call))),
                guarded("reload --dry-run", "say what a reload or a rollback would do", this::dryRun)
                        .taking(DRY_RUN_USAGE),
                guarded(
                        "reload --hot",
                        "apply what needs no restart now",
                        call -> reloads.reloadHot(caller(call)).orElse("this host applies all or nothing")),
                guarded("reload --rollback", "go back to the configuration before, or to a revision", this::rollback)
                        .taking(ROLLBACK_USAGE),
                guarded("status", "which configuration is in force", call -> reloads.status()),
                guarded(
                        "history",
                        "the newest reloads and how they ended",
                        call -> reloads.history().orElse(NO_HISTORY)),
                guarded("why", "who gave a value of the configuration, and when", this::why)
                        .taking(PATH_USAGE));
    }

    private String why(CommandCall call) {
        String text = String.join(" ", call.arguments());
        if (text.isEmpty()) {
            return "usage: /why " + PATH_USAGE;
        }
        try {
            return reloads.changesOf(ConfigPath.parse(text)).orElse(NO_HISTORY);
        } catch (IllegalArgumentException e) {
            return "[" + text + "] is no path: " + e.getMessage();
        }
    }

    private static ChatCommand guarded(String name, String description, ChatCommand.Body body) {
        return ChatCommand.of(name, description, Audience.OPERATORS, body);
    }

    private String dryRun(CommandCall call) {
        List<String> words = call.arguments();
        if (words.isEmpty()) {
            return reloads.dryRun(caller(call));
        }
        return words.get(0).equalsIgnoreCase(ROLLBACK)
                ? dryRunRollback(call, words.subList(1, words.size()), "/reload --dry-run " + DRY_RUN_USAGE)
                : CommandTable.unexpected(words.get(0), "/reload --dry-run " + DRY_RUN_USAGE);
    }

    /** A dry run of a rollback, in whatever order it is written, never rolls back. */
    private String rollback(CommandCall call) {
        List<String> words = call.arguments();
        int last = words.size() - 1;
        String usage = "/reload --rollback " + ROLLBACK_USAGE;
        return last >= 0 && words.get(last).equalsIgnoreCase(DRY_RUN)
                ? dryRunRollback(call, words.subList(0, last), usage)
                : toRevision(words, usage, caller(call), reloads::rollback, reloads::rollbackTo);
    }

    private String dryRunRollback(CommandCall call, List<String> words, String usage) {
        return toRevision(words, usage, caller(call), reloads::dryRunRollback, reloads::dryRunRollbackTo);
    }

    private static String toRevision(
            List<String> words,
            String usage,
            CommandCaller caller,
            Function<CommandCaller, Optional<String>> before,
            BiFunction<Long, CommandCaller, Optional<String>> revision) {
        Optional<String> unexpected = words.stream()
                .filter(word -> !REVISION.matcher(word).matches())
                .findFirst()
                .or(() -> words.stream().skip(1).findFirst());
        if (unexpected.isPresent()) {
            return CommandTable.unexpected(unexpected.get(), usage);
        }
        return (words.isEmpty() ? before.apply(caller) : revision.apply(Long.parseLong(words.get(0)), caller))
                .orElse(NO_ROLLBACK);
    }

    private static CommandCaller caller(CommandCall call) {
        return call.request().caller();
    }
}
