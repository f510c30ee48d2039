// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.participant;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.InvalidConfigException;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.ResourceCloser;
import dev.agentreload.core.plan.ReloadAction;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads, opens and swaps the value of a {@link Reloadable}. */
record ReloadableParticipant<S, T>(
        String name,
        Set<ReloadAction> actions,
        Reloadable<T> owner,
        SectionReader<S> reader,
        Steps<S, T> steps,
        LeaseFactory leases)
        implements ReloadParticipant {

    /** How the value that was read is used. */
    record Steps<S, T>(ResourceOpener<S, T> opener, ResourceCheck<? super T> check, ResourceCloser<? super T> closer) {}

    @Override
    public boolean handles(ReloadAction action) {
        return actions.contains(action);
    }

    @Override
    public List<ConfigProblem> validate(ReloadContext context) {
        ProblemCollector problems = new ProblemCollector();
        try {
            reader.read(context.target(), problems);
        } catch (InvalidConfigException e) {
            problems.addAll(e.problems());
        }
        return problems.inSourceOrder();
    }

    @Override
    public Prepared prepare(ReloadContext context) throws Exception {
        T resource = requireNonNull(steps.opener.open(read(context.target())), "there is no value");
        try {
            return new Candidate(new Reloadable.Form<>(resource, leases.create(name, resource, steps.closer)));
        } catch (Throwable failure) {
            steps.closer.close(resource);
            throw failure;
        }
    }

    private S read(ConfigDocument document) {
        ProblemCollector problems = new ProblemCollector();
        S settings = reader.read(document, problems);
        if (problems.hasErrors()) {
            throw new InvalidConfigException(problems.inSourceOrder());
        }
        return settings;
    }

    @Override
    public void retireAll(RetiredResources retired) {
        owner.close(retired);
    }

    /** A resource that was opened and is not in force yet. */
    private final class Candidate implements Prepared {

        private final Reloadable.Form<T> form;
        private Reloadable.@Nullable Form<T> before;

        Candidate(Reloadable.Form<T> form) {
            this.form = form;
        }

        @Override
        public void verify(Deadline deadline) throws Exception {
            steps.check.check(form.resource(), deadline);
        }

        @Override
        public void commit(RetiredResources retired) {
            before = owner.exchange(form);
            if (before != null) {
                retired.add(before.leased());
            }
        }

        @Override
        public void rollback(RetiredResources retired) {
            owner.exchange(before);
            retired.add(form.leased());
        }

        /** No lease was ever taken, so it is closed here and now, in the reverse order of registration. */
        @Override
        public void discard() throws Exception {
            steps.closer.close(form.resource());
        }
    }
}
