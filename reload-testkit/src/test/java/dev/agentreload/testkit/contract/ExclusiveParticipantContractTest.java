// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Has each test of the kit fail on a participant that breaks just what it is about; those of all participants are proved elsewhere. */
class ExclusiveParticipantContractTest extends BrokenImplementations {

    private static final Map<Class<?>, List<String>> BROKEN = Map.of(
            Overlapping.class, List.of("restart_endsTheOldBeforeTheNewBegins", "restore_bringsTheOldBackAndEndsTheNew"),
            RestoringTheNew.class, List.of("restore_bringsTheOldBackAndEndsTheNew"),
            Lingering.class, List.of("stop_atTheEnd_leavesNothingRunning", "start_thatFails_leavesNothing"));

    ExclusiveParticipantContractTest() {
        super(Sound.class, BROKEN, ParticipantContract.class);
    }

    /** A participant that keeps all promises, as the fake that it has do its work; and its own test. */
    static class Sound extends FakeExclusiveParticipantContractTest implements ExclusiveParticipant {

        ResourceJournal written = new ResourceJournal();

        @Override
        protected ExclusiveParticipant createParticipant(ResourceJournal journal) {
            written = journal;
            super.createParticipant(journal);
            return this;
        }

        @Override
        public String name() {
            return hooks.name();
        }

        @Override
        public boolean handles(ReloadAction action) {
            return hooks.handles(action);
        }

        @Override
        public List<ConfigProblem> validate(ReloadContext context) {
            return hooks.validate(context);
        }

        @Override
        public void stop(ActionScope scope, Deadline deadline) {
            hooks.stop(scope, deadline);
        }

        @Override
        public void start(ReloadContext context) {
            hooks.start(context);
        }
    }

    static class Overlapping extends Sound {

        private @Nullable Object lingering;

        /** Has something run on that ends when the next form has begun, or with the last. */
        @Override
        public void start(ReloadContext context) {
            super.start(context);
            endLingering();
            if (context.before().isEmpty()) {
                Object poll = new Object();
                written.created("poll", poll);
                lingering = poll;
            }
        }

        @Override
        public void stop(ActionScope scope, Deadline deadline) {
            super.stop(scope, deadline);
            if (scope.isEverything()) {
                endLingering();
            }
        }

        private void endLingering() {
            if (lingering != null) {
                written.closed(lingering);
                lingering = null;
            }
        }
    }

    static class RestoringTheNew extends Sound {
        @Override
        public void start(ReloadContext context) {
            ConfigDocument target = context.plan().map(ReloadPlan::target).orElse(context.target());
            super.start(ReloadContext.start(target, context.deadline()));
        }
    }

    static class Lingering extends Sound {

        private Optional<ConfigDocument> last = Optional.empty();

        @Override
        protected Optional<?> observe() {
            return hooks.running().isPresent() ? hooks.running() : last;
        }

        @Override
        public void stop(ActionScope scope, Deadline deadline) {
            last = hooks.running();
            super.stop(scope, deadline);
        }
    }
}
