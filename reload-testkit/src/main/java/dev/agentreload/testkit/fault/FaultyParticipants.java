// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fault;

import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.core.participant.Participant;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.testkit.fake.FaultScript;
import dev.agentreload.testkit.internal.Faults;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Participants of a host that do their work, and have faults put around their steps. */
final class FaultyParticipants {

    private FaultyParticipants() {}

    /** The faults of one participant, and the points that were reached. */
    static final class Faults {

        private final FaultScript<FaultPoint> script = FaultScript.create();
        private final Set<FaultPoint> reached = EnumSet.noneOf(FaultPoint.class);
        private final Runnable beforeCommit;

        /** Creates a participant without faults; the check runs around each step before which nothing may be visible. */
        Faults(Runnable beforeCommit) {
            this.beforeCommit = beforeCommit;
        }

        FaultScript<FaultPoint> script() {
            return script;
        }

        Set<FaultPoint> reached() {
            synchronized (reached) {
                return EnumSet.copyOf(reached);
            }
        }

        void reach(FaultPoint point) {
            synchronized (reached) {
                reached.add(point);
            }
            script.run(point);
        }

        void checkInvisible() {
            beforeCommit.run();
        }
    }

    static Participant of(Participant real, Faults faults) {
        return real instanceof ReloadParticipant swap
                ? new Swap(swap, faults)
                : new Exclusive((ExclusiveParticipant) real, faults);
    }

    private static List<ConfigProblem> validate(Participant real, ReloadContext context, Faults faults) {
        faults.checkInvisible();
        faults.reach(FaultPoint.VALIDATE);
        List<ConfigProblem> problems = real.validate(context);
        faults.checkInvisible();
        return problems;
    }

    private record Swap(ReloadParticipant real, Faults faults) implements ReloadParticipant {

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public boolean handles(ReloadAction action) {
            return real.handles(action);
        }

        @Override
        public List<ConfigProblem> validate(ReloadContext context) {
            return FaultyParticipants.validate(real, context, faults);
        }

        @Override
        public Prepared prepare(ReloadContext context) throws Exception {
            faults.reach(FaultPoint.PREPARE);
            Prepared prepared = real.prepare(context);
            faults.checkInvisible();
            return new Candidate(prepared, faults);
        }

        @Override
        public void retireAll(RetiredResources retired) {
            real.retireAll(retired);
        }
    }

    /** A commit that fails before it is tried is, for what was prepared, none at all: it is discarded then. */
    private static final class Candidate implements Prepared {

        private final Prepared real;
        private final Faults faults;
        private boolean committed;

        Candidate(Prepared real, Faults faults) {
            this.real = real;
            this.faults = faults;
        }

        @Override
        public void verify(Deadline deadline) throws Exception {
            faults.reach(FaultPoint.VERIFY);
            real.verify(deadline);
            faults.checkInvisible();
        }

        @Override
        public void commit(RetiredResources retired) {
            faults.reach(FaultPoint.COMMIT);
            committed = true;
            real.commit(retired);
            faults.reach(FaultPoint.AFTER_COMMIT);
        }

        @Override
        public void rollback(RetiredResources retired) {
            if (committed) {
                real.rollback(retired);
            } else {
                retired.add("candidate of a commit that was not tried", real::discard);
            }
            faults.reach(FaultPoint.AFTER_ROLLBACK);
        }

        @Override
        public void discard() throws Exception {
            real.discard();
            faults.reach(FaultPoint.AFTER_DISCARD);
        }
    }

    private record Exclusive(ExclusiveParticipant real, Faults faults) implements ExclusiveParticipant {

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public boolean handles(ReloadAction action) {
            return real.handles(action);
        }

        @Override
        public List<ConfigProblem> validate(ReloadContext context) {
            return FaultyParticipants.validate(real, context, faults);
        }

        @Override
        public boolean concerns(ReloadContext context) {
            return real.concerns(context);
        }

        @Override
        public void stop(ActionScope scope, Deadline deadline) throws Exception {
            real.stop(scope, deadline);
            faults.reach(FaultPoint.STOP);
        }

        @Override
        public void start(ReloadContext context) throws Exception {
            boolean restores = context.plan()
                    .filter(plan -> plan.base().equals(context.target()))
                    .isPresent();
            faults.reach(restores ? FaultPoint.RESTORE : FaultPoint.START);
            real.start(context);
        }
    }
}
