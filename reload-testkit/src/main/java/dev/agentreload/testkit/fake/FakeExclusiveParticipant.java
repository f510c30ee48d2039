// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.plan.ReloadAction;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A participant of which one form can run at a time, as with a port, and that does nothing but keep the document it was started for. It
 * journals each of its steps, such as {@code stop port}, as well as what it starts and stops, such as {@code create port#2} and
 * {@code close port#1}, and fails as scripted.
 *
 * <p>A {@link Step} that is scripted to fail is not done.
 * <em>Safe for use by multiple threads.</em>
 */
public final class FakeExclusiveParticipant implements ExclusiveParticipant {

    private final FakeState<Step> state;
    private volatile @Nullable Form running;
    private volatile boolean stopFailed;
    private volatile Predicate<ReloadContext> concern = context -> true;

    /**
     * Creates a participant that does not run.
     *
     * @param journal which others may write too
     * @param actions the wire ids of those that it handles, such as {@code restart-cron}
     */
    public FakeExclusiveParticipant(String name, ResourceJournal journal, String... actions) {
        this.state = new FakeState<>(name, journal, Step.VALIDATE, actions);
    }

    /** What can be scripted. */
    public enum Step {
        /** {@link ExclusiveParticipant#validate}. */
        VALIDATE,
        /** {@link ExclusiveParticipant#concerns}. */
        CONCERNS,
        /** {@link ExclusiveParticipant#stop}. */
        STOP,
        /** {@link ExclusiveParticipant#start}, also that of the old form when a reload fails. */
        START
    }

    /** What runs; compared by identity. */
    private static final class Form {
        final ConfigDocument document;

        Form(ConfigDocument document) {
            this.document = document;
        }
    }

    /** Returns what goes wrong, and when. */
    public FaultScript<Step> script() {
        return state.script();
    }

    /** Lets this participant find problems in documents; by default it finds none. */
    public void validateWith(Function<ConfigDocument, List<ConfigProblem>> validation) {
        state.validateWith(validation);
    }

    /** Lets this participant restart only for these transactions; by default for all. */
    public void concernedBy(Predicate<ReloadContext> transactions) {
        concern = requireNonNull(transactions, "transactions");
    }

    /** Returns the document of what runs; empty if nothing does. */
    public Optional<ConfigDocument> running() {
        return Optional.ofNullable(running).map(form -> form.document);
    }

    @Override
    public String name() {
        return state.name();
    }

    @Override
    public boolean handles(ReloadAction action) {
        return state.handles(action);
    }

    @Override
    public List<ConfigProblem> validate(ReloadContext context) {
        return state.validate(context);
    }

    /** Not journaled when it goes well, since it does nothing. */
    @Override
    public boolean concerns(ReloadContext context) {
        state.script().run(Step.CONCERNS);
        return concern.test(context);
    }

    @Override
    public void stop(ActionScope scope, Deadline deadline) {
        stopFailed = true;
        state.run(Step.STOP);
        end();
        stopFailed = false;
    }

    /**
     * Starts the form of the target. What a failed stop left running is ended first.
     *
     * @throws IllegalStateException if something runs that was not asked to stop
     */
    @Override
    public void start(ReloadContext context) {
        state.run(Step.START);
        checkState(running == null || stopFailed, "[%s] runs already", name());
        end();
        stopFailed = false;
        Form form = new Form(context.target());
        state.created(form);
        running = form;
    }

    private void end() {
        @Nullable Form form = running;
        running = null;
        if (form != null) {
            state.journal().closed(form);
        }
    }

    /** Returns name and whether it runs. */
    @Override
    public String toString() {
        return "FakeExclusiveParticipant[" + name() + (running == null ? "]" : ", running]");
    }
}
