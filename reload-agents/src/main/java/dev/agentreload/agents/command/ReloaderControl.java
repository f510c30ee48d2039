package dev.agentreload.agents.command;

import static java.util.Objects.requireNonNull;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.AgentSnapshot;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.source.ConfigSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Carries out the reload commands with a {@link Reloader}: {@code /reload} takes what a source holds into effect,
 * {@code --rollback} goes back to the document before.
 *
 * <p><em>Safe for use by multiple threads.</em> The transaction runs on the thread that answers the message, as the reloader says;
 * it must be none of the executor that the reloader calls host code on.
 */
public final class ReloaderControl implements ReloadControl {

    private static final Duration WAIT = Duration.ofMinutes(5);

    private final Reloader reloader;
    private final ConfigSource source;
    private final AgentRegistry<?> registry;
    private final ReloadReplies replies;

    private ReloaderControl(Reloader reloader, ConfigSource source, AgentRegistry<?> registry, ReloadReplies replies) {
        this.reloader = requireNonNull(reloader, "reloader");
        this.source = requireNonNull(source, "source");
        this.registry = requireNonNull(registry, "registry");
        this.replies = replies;
    }

    /**
     * Returns a control.
     *
     * @param reloader does what is asked for
     * @param source what {@code /reload} reads
     * @param registry takes part in the reloader's transactions; replies tell which of its agents were rebuilt and which were kept
     */
    public static ReloaderControl of(Reloader reloader, ConfigSource source, AgentRegistry<?> registry) {
        return new ReloaderControl(reloader, source, registry, new ReloadReplies(ReloaderControl::line));
    }

    /**
     * Returns this control with replies that describe problems as the host likes, such as with the line of the file; by default
     * each is one line.
     *
     * @param text turns a problem into text without secrets
     */
    public ReloaderControl describingProblems(Function<ConfigProblem, String> text) {
        return new ReloaderControl(reloader, source, registry, new ReloadReplies(requireNonNull(text, "text")));
    }

    /** Returns the reply to a decision, for telling about those that nobody asked for by a command. */
    public String describe(ReloadResult result) {
        return replies.result(result, Optional.empty());
    }

    private static String line(ConfigProblem problem) {
        return (problem.isError() ? "error: " : "warning: ") + problem;
    }

    @Override
    public String reload(CommandCaller caller) {
        ReloadRequest request = ReloadRequest.explicit(source, actor(caller));
        return replyTo(() -> reloader.reload(request, WAIT));
    }

    @Override
    public String dryRun(CommandCaller caller) {
        return replies.dryRun(reloader.dryRun(ReloadRequest.explicit(source, actor(caller))));
    }

    @Override
    public Optional<String> rollback(CommandCaller caller) {
        return Optional.of(replyTo(() -> reloader.rollback(actor(caller))));
    }

    @Override
    public Optional<String> rollbackTo(long revision, CommandCaller caller) {
        return Optional.of(replyTo(() -> reloader.rollbackTo(revision, actor(caller))));
    }

    @Override
    public String status() {
        return replies.status(reloader.view().status());
    }

    /** A transaction that does not concern the agents leaves the registry's generation as it is. */
    private String replyTo(Supplier<ReloadResult> request) {
        AgentSnapshot<?> before = registry.snapshot();
        ReloadResult result = request.get();
        AgentSnapshot<?> after = registry.snapshot();
        return replies.result(
                result, before.revision() == after.revision() ? Optional.empty() : Optional.of(after.changes()));
    }

    private static String actor(CommandCaller caller) {
        return caller.channel() + "/" + caller.senderId();
    }
}
