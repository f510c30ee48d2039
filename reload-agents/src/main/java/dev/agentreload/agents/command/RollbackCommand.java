package dev.agentreload.agents.command;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Goes back to the configuration before the current one, or to the revision whose number follows. */
final class RollbackCommand implements ChatCommand {

    private static final Pattern REVISION = Pattern.compile("[1-9]\\d{0,17}");

    private final ReloadControl control;

    RollbackCommand(ReloadControl control) {
        this.control = control;
    }

    @Override
    public String name() {
        return "reload --rollback";
    }

    @Override
    public String arguments() {
        return "[<revision>]";
    }

    @Override
    public String description() {
        return "go back to the configuration before, or to a revision";
    }

    @Override
    public String answer(CommandCall call) {
        List<String> words = call.arguments();
        Optional<String> unexpected = words.stream()
                .filter(word -> !REVISION.matcher(word).matches())
                .findFirst()
                .or(() -> words.stream().skip(1).findFirst());
        return unexpected
                .map(word -> CommandTable.unexpected(word, this))
                .orElseGet(() -> rollback(call).orElse("this host has no rollback"));
    }

    private Optional<String> rollback(CommandCall call) {
        CommandCaller caller = call.request().caller();
        return call.arguments().isEmpty()
                ? control.rollback(caller)
                : control.rollbackTo(Long.parseLong(call.arguments().get(0)), caller);
    }
}
