package dev.agentreload.agents.command;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.session.SessionStore;
import dev.agentreload.models.ModelCatalog;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers the commands that people type into a chat: {@code /reload} and its family, {@code /status}, {@code /list},
 * {@code /show}, {@code /clear}, {@code /help} and the host's own.
 *
 * <p>A command begins with {@code /} or {@code !}; its name may be addressed to a bot ({@code /reload@bot}), and case does not
 * matter. Text that is no known command is passed through, so that people can write what happens to begin with a slash;
 * {@code /reload} alone is answered even if the host has no such command. Words that a command does not take are refused with
 * its usage.
 * Commands that are not harmless are answered only for those whom the host's {@link Authorizer} allows; without one, for
 * nobody.
 *
 * <p><em>Safe for use by multiple threads if the host's commands are.</em>
 */
public final class CommandGateway {

    private static final Logger LOG = System.getLogger(CommandGateway.class.getName());
    private static final String RELOAD = "reload";

    private final CommandTable commands;
    private final Authorizer authorizer;
    private final Optional<String> bot;

    private CommandGateway(Builder builder) {
        this.commands = CommandTable.of(builder.commands(call -> help()));
        this.authorizer = builder.authorizer;
        this.bot = builder.bot;
    }

    /** Returns a builder of a gateway whose only command is {@code /help}. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Answers the message if it is a command. What a command throws becomes an answer; only a {@link VirtualMachineError} other
     * than {@link StackOverflowError} is rethrown.
     */
    public CommandOutcome answer(CommandRequest request) {
        return CommandLineText.parse(request.text())
                .filter(line -> isForUs(line)
                        && (commands.knows(line.name()) || line.name().equals(RELOAD)))
                .<CommandOutcome>map(line -> new CommandOutcome.Answered(answer(request, line)))
                .orElseGet(() -> new CommandOutcome.PassedThrough(request.text()));
    }

    private String help() {
        return commands.help();
    }

    private boolean isForUs(CommandLineText line) {
        return bot.isEmpty()
                || line.bot().isEmpty()
                || bot.get().equalsIgnoreCase(line.bot().get());
    }

    private String answer(CommandRequest request, CommandLineText line) {
        if (!commands.knows(line.name())) {
            return "reload is not available here";
        }
        Optional<ChatCommand> option = line.twoWords().flatMap(commands::find);
        if (option.isPresent()) {
            List<String> arguments = line.words().subList(1, line.words().size());
            return call(option.get(), new CommandCall(request, arguments));
        }
        if (commands.hasOptions(line.name()) && !line.words().isEmpty()) {
            return "unknown option [" + line.words().get(0) + "]; usage: " + commands.usage(line.name());
        }
        return commands.find(line.name())
                .map(command -> call(command, new CommandCall(request, line.words())))
                .orElseGet(() -> "usage: " + commands.usage(line.name()));
    }

    private String call(ChatCommand command, CommandCall call) {
        try {
            return command.isHarmless() || authorizer.mayUse(call.request().caller(), command.name())
                    ? answer(command, call)
                    : "you may not use /" + command.name();
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
                throw fatal;
            }
            LOG.log(Logger.Level.WARNING, "command [{0}] failed: {1}", command.name(), describe(e));
            return "/" + command.name() + " failed: " + e.getClass().getSimpleName();
        }
    }

    private static String answer(ChatCommand command, CommandCall call) throws Exception {
        return command.arguments().isEmpty() && !call.arguments().isEmpty()
                ? CommandTable.unexpected(call.arguments().get(0), command)
                : command.answer(call);
    }

    /** Tells what was thrown and where, but no message, which may quote a secret. */
    private static String describe(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        return trace.length == 0 ? e.getClass().getName() : e.getClass().getName() + " at " + trace[0];
    }

    /** Configures a {@link CommandGateway}. <em>Not safe for use by multiple threads.</em> */
    public static final class Builder {

        private final List<ChatCommand> commands = new ArrayList<>();
        private Authorizer authorizer = Authorizer.nobody();
        private Optional<String> bot = Optional.empty();

        private Builder() {}

        private List<ChatCommand> commands(Function<CommandCall, String> help) {
            return ImmutableList.<ChatCommand>builder()
                    .add(BuiltInCommand.harmless("help", "what can be typed", help))
                    .addAll(commands)
                    .build();
        }

        /** Adds {@code /list agents}, {@code /list models}, {@code /show agents}, {@code /show agent} and {@code /show model}. */
        public Builder registry(AgentRegistry<?> registry, ModelCatalog catalog) {
            commands.addAll(new RegistryCommands(registry, catalog).all());
            return this;
        }

        /** Adds {@code /reload}, {@code /reload --dry-run}, {@code /reload --rollback [<revision>]} and {@code /status}. */
        public Builder reload(ReloadControl control) {
            commands.addAll(ReloadCommands.of(control));
            return this;
        }

        /**
         * Adds {@code /clear}, which forgets the session in which it is typed.
         *
         * @param sessionsOf returns where an agent keeps its sessions, such as {@code workspaceSessions::of}, or {@code agent -> store}
         *     where all keep them in one
         */
        public Builder sessions(Function<AgentId, SessionStore> sessionsOf) {
            requireNonNull(sessionsOf, "sessionsOf");
            commands.add(new ClearCommand(sessionsOf));
            return this;
        }

        /** Adds a host's own command. */
        public Builder command(ChatCommand command) {
            commands.add(requireNonNull(command, "command"));
            return this;
        }

        /** Sets who may use commands that are not harmless; nobody by default. */
        public Builder authorizer(Authorizer who) {
            this.authorizer = requireNonNull(who, "who");
            return this;
        }

        /** Sets the name by which the bot is addressed; commands for another are passed through. By default any name will do. */
        public Builder bot(String name) {
            this.bot = Optional.of(name);
            return this;
        }

        /**
         * Returns the gateway.
         *
         * @throws IllegalArgumentException if two commands have the same name, or one has a malformed name
         */
        public CommandGateway build() {
            return new CommandGateway(this);
        }
    }
}
