package dev.agentreload.agents.command;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigPath;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The commands that reload, and report reloads. */
final class ReloadCommandSet {

    private static final Pattern REVISION = Pattern.compile("[1-9]\\d{0,17}");
    private static final String REVISION_USAGE = "[<revision>]";

    private static final String PATH_USAGE = "<path>";
    private static final String NO_HISTORY = "this host keeps no history";

    private final ReloadCommands reloads;

    ReloadCommandSet(ReloadCommands reloads) {
        this.reloads = reloads;
    }

    List<ChatCommand> all() {
        return ImmutableList.of(
                guarded("reload", "apply the configuration", call -> reloads.reload(caller(call))),
                guarded("reload --dry-run", "say what a reload would do", call -> reloads.dryRun(caller(call))),
                guarded(
                        "reload --hot",
                        "apply what needs no restart now",
                        call -> reloads.reloadHot(caller(call)).orElse("this host applies all or nothing")),
                guarded("reload --rollback", "go back to the configuration before, or to a revision", this::rollback)
                        .taking(REVISION_USAGE),
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

    private String rollback(CommandCall call) {
        List<String> words = call.arguments();
        Optional<String> unexpected = words.stream()
                .filter(word -> !REVISION.matcher(word).matches())
                .findFirst()
                .or(() -> words.stream().skip(1).findFirst());
        Function<String, String> refusal =
                word -> CommandTable.unexpected(word, "/reload --rollback " + REVISION_USAGE);
        return unexpected
                .map(refusal)
                .orElseGet(() -> rollback(caller(call), words).orElse("this host has no rollback"));
    }

    private Optional<String> rollback(CommandCaller caller, List<String> words) {
        return words.isEmpty() ? reloads.rollback(caller) : reloads.rollbackTo(Long.parseLong(words.get(0)), caller);
    }

    private static CommandCaller caller(CommandCall call) {
        return call.request().caller();
    }
}
