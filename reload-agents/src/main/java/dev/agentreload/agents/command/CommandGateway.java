// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.command;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.Collections2;
import com.google.common.collect.ImmutableList;
import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.agents.session.SessionStore;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.runtime.CallbackFailures;
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
 * <ul>
 *   <li>A command begins with {@code /} or {@code !}. Its name may be addressed to a bot ({@code /reload@bot}). Letter case does not
 *       matter.
 *   <li>Text that is no command is not answered, so that people can write what happens to begin with a slash. A word that resembles a
 *       command is answered with the command that it resembles, unless the host {@linkplain Builder#passMistyped switches that off}.
 *   <li>{@code /reload} is answered even if the host has no such command.
 *   <li>Words that a command does not take are refused with its usage.
 *   <li>Commands for {@link Audience#OPERATORS} are refused unless the host's {@link Authorizer} allows them. Without an authorizer
 *       they are refused always.
 * </ul>
 *
 * <p><em>Safe for use by multiple threads if the host's commands are.</em>
 */
public final class CommandGateway {

    private static final Logger LOG = System.getLogger(CommandGateway.class.getName());
    private static final String RELOAD = "reload";

    private final CommandTable commands;
    private final Authorizer authorizer;
    private final Optional<String> bot;
    private final boolean answersMistyped;

    private CommandGateway(Builder builder) {
        this.commands = CommandTable.of(builder.commands(call -> help()));
        this.authorizer = builder.authorizer;
        this.bot = builder.bot;
        this.answersMistyped = builder.answersMistyped;
    }

    /** Returns a builder of a gateway whose only command is {@code /help}. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the answer to a command, for the chat; empty if the message is no command and is for the agent. An exception of a
     * command becomes an answer; only a {@link VirtualMachineError} other than {@link StackOverflowError} is rethrown.
     */
    public Optional<String> answer(CommandRequest request) {
        return CommandLineText.parse(request.text()).filter(this::isForUs).flatMap(line -> answer(request, line));
    }

    private Optional<String> answer(CommandRequest request, CommandLineText line) {
        if (commands.knows(line.name())) {
            return Optional.of(answerKnown(request, line));
        }
        return line.name().equals(RELOAD) ? Optional.of("reload is not available here") : mistyped(line.name());
    }

    private Optional<String> mistyped(String name) {
        String hint = answersMistyped
                ? ConfigProblem.didYouMean("/" + name, Collections2.transform(commands.words(), word -> "/" + word))
                : "";
        return hint.isEmpty() ? Optional.empty() : Optional.of("unknown command [/" + name + "]; " + hint);
    }

    private String help() {
        return commands.help();
    }

    private boolean isForUs(CommandLineText line) {
        return bot.isEmpty()
                || line.bot().isEmpty()
                || bot.get().equalsIgnoreCase(line.bot().get());
    }

    private String answerKnown(CommandRequest request, CommandLineText line) {
        List<String> arguments = line.words()
                .subList(Math.min(1, line.words().size()), line.words().size());
        Optional<ChatCommand> option = line.twoWords().flatMap(name -> commands.find(name, arguments));
        if (option.isPresent()) {
            return call(option.get(), new CommandCall(request, arguments));
        }
        if (commands.hasOptions(line.name()) && !line.words().isEmpty()) {
            return unknownOption(line.name(), line.words().get(0));
        }
        return commands.find(line.name(), line.words())
                .map(command -> call(command, new CommandCall(request, line.words())))
                .orElseGet(() -> "usage: " + commands.usage(line.name()));
    }

    private String unknownOption(String name, String option) {
        String hint = ConfigProblem.didYouMean(option, commands.options(name));
        return "unknown option [" + option + "]; " + (hint.isEmpty() ? "" : hint + " ") + "usage: "
                + commands.usage(name);
    }

    private String call(ChatCommand command, CommandCall call) {
        try {
            return command.audience() == Audience.EVERYONE
                            || authorizer.allows(call.request().caller(), command.name())
                    ? answer(command, call)
                    : "you may not use /" + command.name();
        } catch (Throwable e) {
            CallbackFailures.rethrowIfFatal(e);
            LOG.log(Logger.Level.WARNING, "command [{0}] failed: {1}", command.name(), describe(e));
            return "/" + command.name() + " failed: " + e.getClass().getSimpleName();
        }
    }

    private static String answer(ChatCommand command, CommandCall call) throws Exception {
        return command.arguments().isEmpty() && !call.arguments().isEmpty()
                ? CommandTable.unexpected(call.arguments().get(0), CommandTable.usageLine(command))
                : command.answer(call);
    }

    /** Returns type and place of the exception, but not its message, which may quote a secret. */
    private static String describe(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        return trace.length == 0 ? e.getClass().getName() : e.getClass().getName() + " at " + trace[0];
    }

    /** Configures a {@link CommandGateway}. <em>Not safe for use by multiple threads.</em> */
    public static final class Builder {

        private final List<ChatCommand> commands = new ArrayList<>();
        private Authorizer authorizer = Authorizer.denyAll();
        private Optional<String> bot = Optional.empty();
        private boolean answersMistyped = true;

        private Builder() {}

        private List<ChatCommand> commands(ChatCommand.Body help) {
            return ImmutableList.<ChatCommand>builder()
                    .add(ChatCommand.of("help", "what can be typed", Audience.EVERYONE, help))
                    .addAll(commands)
                    .build();
        }

        /**
         * Adds {@code /list agents}, {@code /list models}, {@code /show agents}, {@code /show agent}, {@code /show model} and {@code
         * /why}, for all callers.
         */
        public Builder registry(AgentRegistry<?> registry, ModelCatalog catalog) {
            return registry(registry, catalog, session -> Optional.empty());
        }

        /**
         * Adds the same commands, where people can choose another model for their conversation.
         *
         * @param chosenModel returns the model that {@code /show model} shows for a session; empty if its agent's own model answers
         */
        public Builder registry(
                AgentRegistry<?> registry, ModelCatalog catalog, Function<SessionKey, Optional<String>> chosenModel) {
            requireNonNull(registry, "registry");
            requireNonNull(catalog, "catalog");
            requireNonNull(chosenModel, "chosenModel");
            commands.addAll(new RegistryCommands(registry, catalog, chosenModel).all());
            return this;
        }

        /**
         * Adds {@code /reload}, {@code /reload --dry-run}, {@code /reload --hot}, {@code /reload --rollback [<revision>]}, {@code
         * /status}, {@code /history} and {@code /why <path>}, for operators.
         */
        public Builder reload(ReloadCommands reloads) {
            commands.addAll(new ReloadCommandSet(requireNonNull(reloads, "reloads")).all());
            return this;
        }

        /**
         * Adds {@code /clear}, for operators, which forgets the session in which it is typed.
         *
         * @param sessionsOf returns where an agent keeps its sessions, such as {@code workspaceSessions::of}, or {@code agent -> store}
         *     where all keep them in one
         */
        public Builder sessions(Function<AgentId, SessionStore> sessionsOf) {
            requireNonNull(sessionsOf, "sessionsOf");
            commands.add(ChatCommand.of("clear", "forget this conversation", Audience.OPERATORS, call -> {
                sessionsOf.apply(call.request().agent()).clear(call.request().session());
                return "this conversation is forgotten";
            }));
            return this;
        }

        /** Adds a host's own command. */
        public Builder command(ChatCommand command) {
            commands.add(requireNonNull(command, "command"));
            return this;
        }

        /** Sets who may use the commands for {@link Audience#OPERATORS}; without it, all callers are refused. */
        public Builder authorizer(Authorizer who) {
            this.authorizer = requireNonNull(who, "who");
            return this;
        }

        /** Sets the name by which the bot is addressed; commands for another bot are not answered. By default any name will do. */
        public Builder bot(String name) {
            this.bot = Optional.of(name);
            return this;
        }

        /** Passes a mistyped command on to the agent. By default it is answered with the command that it resembles. */
        public Builder passMistyped() {
            this.answersMistyped = false;
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
