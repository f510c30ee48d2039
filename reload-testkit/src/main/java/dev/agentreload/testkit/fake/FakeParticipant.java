// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.lease.Leased;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A participant that is built beside the old and does nothing but keep the document it was built for. It journals each of its steps, such as
 * {@code prepare hooks}, as well as what it builds and closes, such as {@code create hooks#2}, and fails as scripted.
 *
 * <p>A {@link Step} that is scripted to fail is not done, except a close: that is journaled first, since there is no second one.
 * <em>Safe for use by multiple threads.</em>
 */
public final class FakeParticipant implements ReloadParticipant {

    private final FakeState<Step> state;
    private volatile @Nullable Leased<ConfigDocument> current;

    /**
     * Creates a participant of which nothing is in force.
     *
     * @param journal which others may write too
     * @param actions the wire ids of those that it handles, such as {@code reload-hooks}
     */
    public FakeParticipant(String name, ResourceJournal journal, String... actions) {
        this.state = new FakeState<>(name, journal, Step.VALIDATE, actions);
    }

    /** What can be scripted. */
    public enum Step {
        /** {@link ReloadParticipant#validate}. */
        VALIDATE,
        /** {@link ReloadParticipant#prepare}. */
        PREPARE,
        /** {@link Prepared#verify}. */
        VERIFY,
        /** {@link Prepared#commit}. */
        COMMIT,
        /** {@link Prepared#rollback}. */
        ROLLBACK,
        /** {@link Prepared#discard}. */
        DISCARD,
        /** {@link ReloadParticipant#retireAll}. */
        RETIRE_ALL,
        /** The close of what was built. */
        CLOSE
    }

    /** Returns what goes wrong, and when. */
    public FaultScript<Step> script() {
        return state.script();
    }

    /** Lets this participant find problems in documents; by default it finds none. */
    public void validateWith(Function<ConfigDocument, List<ConfigProblem>> validation) {
        state.validateWith(validation);
    }

    /** Returns the document of what is in force; empty before the first commit and after the end. */
    public Optional<ConfigDocument> current() {
        @Nullable Leased<ConfigDocument> visible = current;
        return visible == null ? Optional.empty() : visible.tryAcquire().map(FakeParticipant::read);
    }

    private static ConfigDocument read(Lease<ConfigDocument> lease) {
        try (lease) {
            return lease.value();
        }
    }

    /**
     * Uses what is in force, so that it stays open when it is replaced.
     *
     * @throws IllegalStateException if nothing is in force
     */
    public Lease<ConfigDocument> lease() {
        @Nullable Leased<ConfigDocument> visible = current;
        checkState(visible != null, "nothing of [%s] is in force", name());
        return requireNonNull(visible).acquire();
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

    @Override
    public Prepared prepare(ReloadContext context) {
        state.note(Step.PREPARE);
        return script().run(Step.PREPARE, () -> new Candidate(build(context.target())));
    }

    private Leased<ConfigDocument> build(ConfigDocument document) {
        Object form = new Object();
        String label = state.created(form);
        return state.journal().leases().create(label, document, closed -> {
            state.journal().closed(form);
            script().run(Step.CLOSE);
        });
    }

    @Override
    public void retireAll(RetiredResources retired) {
        state.run(Step.RETIRE_ALL);
        @Nullable Leased<ConfigDocument> last = current;
        current = null;
        if (last != null) {
            retired.add(last);
        }
    }

    /** Returns name and what is in force, without content. */
    @Override
    public String toString() {
        return "FakeParticipant[" + name() + ", " + current + "]";
    }

    /** What was built and may become visible. */
    private final class Candidate implements Prepared {

        private final Leased<ConfigDocument> form;
        private @Nullable Leased<ConfigDocument> before;

        Candidate(Leased<ConfigDocument> form) {
            this.form = form;
        }

        @Override
        public void verify(Deadline deadline) {
            state.run(Step.VERIFY);
        }

        /** Notes what is in force before anything can fail, since a commit that fails is rolled back too. */
        @Override
        public void commit(RetiredResources retired) {
            @Nullable Leased<ConfigDocument> replaced = current;
            before = replaced;
            state.run(Step.COMMIT);
            current = form;
            if (replaced != null) {
                retired.add(replaced);
            }
        }

        /** Hands over the new resource before anything can fail, or it would never be closed. */
        @Override
        public void rollback(RetiredResources retired) {
            retired.add(form);
            state.run(Step.ROLLBACK);
            current = before;
        }

        @Override
        public void discard() {
            state.run(Step.DISCARD);
            form.force();
        }
    }
}
