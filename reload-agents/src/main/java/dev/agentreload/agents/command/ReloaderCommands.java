// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.command;

import static java.util.Objects.requireNonNull;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.AgentSnapshot;
import dev.agentreload.core.apply.EffectiveConfig;
import dev.agentreload.core.apply.ReloadMode;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.ReloadView;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.source.ConfigSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Executes the reload commands with a {@link Reloader}: {@code /reload} applies what a source holds, {@code --rollback} goes back
 * to an earlier revision. Made by {@link ReloadCommands#of}.
 *
 * <p><em>Immutable; safe for use by multiple threads.</em> The transaction runs where the reloader says, by default on the thread
 * that answers the message. That must be no thread of the executor that the reloader calls host code on.
 */
public final class ReloaderCommands implements ReloadCommands {

    private static final Duration WAIT = Duration.ofMinutes(5);

    private final Reloader reloader;
    private final ConfigSource source;
    private final AgentRegistry<?> registry;
    private final ReloadReplies replies;
    private final ReloadReplies rollbackReplies;
    private final Supplier<Optional<String>> remarks;
    private final Supplier<Optional<String>> earlier;

    ReloaderCommands(Reloader reloader, ConfigSource source, AgentRegistry<?> registry) {
        this(
                reloader,
                source,
                registry,
                new ReloadReplies(requireNonNull(registry, "registry").policy(), ReloaderCommands::line),
                Optional::empty,
                Optional::empty);
    }

    private ReloaderCommands(
            Reloader reloader,
            ConfigSource source,
            AgentRegistry<?> registry,
            ReloadReplies replies,
            Supplier<Optional<String>> remarks,
            Supplier<Optional<String>> earlier) {
        this.reloader = requireNonNull(reloader, "reloader");
        this.source = requireNonNull(source, "source");
        this.registry = requireNonNull(registry, "registry");
        this.replies = replies;
        this.rollbackReplies = new ReloadReplies(registry.policy(), ReloaderCommands::line);
        this.remarks = requireNonNull(remarks, "remarks");
        this.earlier = requireNonNull(earlier, "earlier");
    }

    /**
     * Returns these commands with another text for problems of what the source holds, such as with the line of the file; by default
     * each is one line. Problems of a rollback stay one line, since they concern what the source held before.
     *
     * @param text turns a problem into text without secrets
     */
    public ReloaderCommands withProblemText(Function<ConfigProblem, String> text) {
        return new ReloaderCommands(
                reloader,
                source,
                registry,
                new ReloadReplies(registry.policy(), requireNonNull(text, "text")),
                remarks,
                earlier);
    }

    /**
     * Returns these commands, whose {@code /status} ends with what the host has to say.
     *
     * @param text returns further lines without secrets, or empty; called once for each {@code /status}
     */
    public ReloaderCommands withStatusRemarks(Supplier<Optional<String>> text) {
        return new ReloaderCommands(reloader, source, registry, replies, text, earlier);
    }

    /**
     * Returns these commands, whose {@code /history} ends with what the host keeps of decisions before this start.
     *
     * @param text returns further lines without secrets, or empty; called once for each {@code /history}
     */
    public ReloaderCommands withEarlierHistory(Supplier<Optional<String>> text) {
        return new ReloaderCommands(reloader, source, registry, replies, remarks, text);
    }

    /** Returns the reply to a result, for reporting reloads that no command requested. */
    public String describe(ReloadResult result) {
        return replies.result(result, Optional.empty());
    }

    private static String line(ConfigProblem problem) {
        return (problem.isError() ? "error: " : "warning: ") + problem;
    }

    @Override
    public String reload(CommandCaller caller) {
        ReloadRequest request = ReloadRequest.manual(source, actor(caller));
        return replyTo(() -> reloader.reload(request, WAIT), replies);
    }

    @Override
    public Optional<String> reloadHot(CommandCaller caller) {
        ReloadRequest request = ReloadRequest.manual(source, actor(caller)).withMode(ReloadMode.HOT);
        return Optional.of(replyTo(() -> reloader.reload(request, WAIT), replies));
    }

    @Override
    public String dryRun(CommandCaller caller) {
        return replies.dryRun(reloader.dryRun(ReloadRequest.manual(source, actor(caller))));
    }

    @Override
    public Optional<String> rollback(CommandCaller caller) {
        return Optional.of(replyTo(() -> reloader.rollback(actor(caller)), rollbackReplies));
    }

    @Override
    public Optional<String> rollbackTo(long revision, CommandCaller caller) {
        return Optional.of(replyTo(() -> reloader.rollbackTo(revision, actor(caller)), rollbackReplies));
    }

    @Override
    public Optional<String> dryRunRollback(CommandCaller caller) {
        return Optional.of(replies.dryRun(reloader.dryRunRollback(actor(caller))));
    }

    @Override
    public Optional<String> dryRunRollbackTo(long revision, CommandCaller caller) {
        return Optional.of(replies.dryRun(reloader.dryRunRollbackTo(revision, actor(caller))));
    }

    @Override
    public String status() {
        return replies.status(reloader.view().status())
                + ReloadReplies.unavailable(registry.snapshot().unavailable())
                + remarks.get().map(text -> "\n" + text).orElse("");
    }

    @Override
    public Optional<String> history() {
        return Optional.of(replies.history(reloader.view().history())
                + earlier.get().map(text -> "\n" + text).orElse(""));
    }

    @Override
    public Optional<String> changesOf(ConfigPath path) {
        ReloadView view = reloader.view();
        return Optional.of(replies.changes(path, view.current().map(EffectiveConfig::document), view.changesOf(path)));
    }

    /** A transaction that does not concern the agents leaves the registry's generation as it is. */
    private String replyTo(Supplier<ReloadResult> request, ReloadReplies words) {
        AgentSnapshot<?> before = registry.snapshot();
        ReloadResult result = request.get();
        AgentSnapshot<?> after = registry.snapshot();
        return words.result(result, before == after ? Optional.empty() : Optional.of(after));
    }

    private static String actor(CommandCaller caller) {
        return caller.channel() + "/" + caller.senderId();
    }
}
