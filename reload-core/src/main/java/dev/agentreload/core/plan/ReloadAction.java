// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * Something a host does to apply a change. Actions without a parameter are constants here; those with one are records. The grammar
 * of the wire ids is in the package comment.
 * <em>Immutable.</em>
 */
public sealed interface ReloadAction {

    /** {@code reload-models}: rewrites the models file and forgets what was discovered about models. */
    ReloadAction RELOAD_MODELS = new ReloadModels();

    /** {@code reload-providers}: creates the providers whose definitions changed. */
    ReloadAction RELOAD_PROVIDERS = new ReloadProviders();

    /** {@code reload-agents}: builds the agents whose definitions changed. */
    ReloadAction RELOAD_AGENTS = new ReloadAgents();

    /** {@code reload-bindings}: routes by the new bindings and session scopes. */
    ReloadAction RELOAD_BINDINGS = new ReloadBindings();

    /** {@code reload-hooks}: uses the new hooks. */
    ReloadAction RELOAD_HOOKS = new ReloadHooks();

    /** {@code restart-gmail-watcher}: stops and starts the watcher of a mailbox. */
    ReloadAction RESTART_GMAIL_WATCHER = new RestartGmailWatcher();

    /** {@code restart-browser-control}: stops and starts the control of a browser. */
    ReloadAction RESTART_BROWSER_CONTROL = new RestartBrowserControl();

    /** {@code restart-cron}: stops and starts the scheduler of jobs. */
    ReloadAction RESTART_CRON = new RestartCron();

    /** {@code restart-heartbeat}: stops and starts the heartbeat. */
    ReloadAction RESTART_HEARTBEAT = new RestartHeartbeat();

    /** Orders actions as a plan lists them: by kind, then by id. */
    Comparator<ReloadAction> ORDER = Comparator.comparing(ReloadAction::kind).thenComparing(ReloadAction::id);

    /** The kinds of actions, one for each permitted type, so that Java 17 hosts can switch exhaustively. */
    enum Kind {
        RELOAD_MODELS,
        RELOAD_PROVIDERS,
        RELOAD_AGENTS,
        RELOAD_BINDINGS,
        RELOAD_HOOKS,
        RESTART_GMAIL_WATCHER,
        RESTART_BROWSER_CONTROL,
        RESTART_CRON,
        RESTART_HEARTBEAT,
        RESTART_CHANNEL,
        RESTART_CHANNEL_ACCOUNT,
        HOST_ACTION
    }

    /** Returns the kind of this action. */
    Kind kind();

    /** Returns the wire id, such as {@code reload-models} or {@code restart-channel:telegram}. */
    String id();

    /**
     * Returns the action with this wire id. An id that no built-in action has is a host's.
     *
     * @throws IllegalArgumentException if the id is malformed; the message says what was expected
     */
    static ReloadAction parse(String id) {
        return ActionSyntax.parse(id);
    }

    /** Rewrites the models file and forgets what was discovered about models. */
    record ReloadModels() implements ReloadAction {

        @Override
        public Kind kind() {
            return Kind.RELOAD_MODELS;
        }

        @Override
        public String id() {
            return "reload-models";
        }
    }

    /** Creates the providers whose definitions changed. */
    record ReloadProviders() implements ReloadAction {

        @Override
        public Kind kind() {
            return Kind.RELOAD_PROVIDERS;
        }

        @Override
        public String id() {
            return "reload-providers";
        }
    }

    /** Builds the agents whose definitions changed. */
    record ReloadAgents() implements ReloadAction {

        @Override
        public Kind kind() {
            return Kind.RELOAD_AGENTS;
        }

        @Override
        public String id() {
            return "reload-agents";
        }
    }

    /** Routes by the new bindings and session scopes. */
    record ReloadBindings() implements ReloadAction {

        @Override
        public Kind kind() {
            return Kind.RELOAD_BINDINGS;
        }

        @Override
        public String id() {
            return "reload-bindings";
        }
    }

    /** Uses the new hooks. */
    record ReloadHooks() implements ReloadAction {

        @Override
        public Kind kind() {
            return Kind.RELOAD_HOOKS;
        }

        @Override
        public String id() {
            return "reload-hooks";
        }
    }

    /** Stops and starts the watcher of a mailbox. */
    record RestartGmailWatcher() implements ReloadAction {

        @Override
        public Kind kind() {
            return Kind.RESTART_GMAIL_WATCHER;
        }

        @Override
        public String id() {
            return "restart-gmail-watcher";
        }
    }

    /** Stops and starts the control of a browser. */
    record RestartBrowserControl() implements ReloadAction {

        @Override
        public Kind kind() {
            return Kind.RESTART_BROWSER_CONTROL;
        }

        @Override
        public String id() {
            return "restart-browser-control";
        }
    }

    /** Stops and starts the scheduler of jobs. */
    record RestartCron() implements ReloadAction {

        @Override
        public Kind kind() {
            return Kind.RESTART_CRON;
        }

        @Override
        public String id() {
            return "restart-cron";
        }
    }

    /** Stops and starts the heartbeat. */
    record RestartHeartbeat() implements ReloadAction {

        @Override
        public Kind kind() {
            return Kind.RESTART_HEARTBEAT;
        }

        @Override
        public String id() {
            return "restart-heartbeat";
        }
    }

    /**
     * Stops and starts a channel with all its accounts.
     *
     * @param channel the channel's id, such as {@code telegram}
     */
    record RestartChannel(String channel) implements ReloadAction {

        /** Rejects null. */
        public RestartChannel {
            requireNonNull(channel, "channel");
        }

        @Override
        public Kind kind() {
            return Kind.RESTART_CHANNEL;
        }

        @Override
        public String id() {
            return ActionSyntax.CHANNEL + ActionSyntax.encode(channel);
        }
    }

    /**
     * Stops and starts one account of a channel. A plan that restarts the whole channel does not list its accounts.
     *
     * @param channel the channel's id
     * @param account the account's id
     */
    record RestartChannelAccount(String channel, String account) implements ReloadAction {

        /** Rejects nulls. */
        public RestartChannelAccount {
            requireNonNull(channel, "channel");
            requireNonNull(account, "account");
        }

        @Override
        public Kind kind() {
            return Kind.RESTART_CHANNEL_ACCOUNT;
        }

        @Override
        public String id() {
            return ActionSyntax.CHANNEL_ACCOUNT + ActionSyntax.encode(channel) + "/" + ActionSyntax.encode(account);
        }
    }

    /**
     * Something only the host knows how to do.
     *
     * @param name its wire id
     */
    record HostAction(String name) implements ReloadAction {

        /** Rejects names that are malformed, and names that are, or begin like, the wire id of a built-in action. */
        public HostAction {
            requireNonNull(name, "name");
            ActionSyntax.requireHostName(name);
        }

        @Override
        public Kind kind() {
            return Kind.HOST_ACTION;
        }

        @Override
        public String id() {
            return name;
        }
    }
}
