// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.lease.Leased;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has each test of the kit fail on a participant that breaks just what it is about. */
class ReloadParticipantContractTest extends BrokenImplementations {

    private static final Map<Class<?>, List<String>> BROKEN = Map.ofEntries(
            Map.entry(Fickle.class, List.of("nameAndHandles_throughoutALife_stayTheSame")),
            Map.entry(ReportsOnce.class, List.of("validate_again_saysTheSameAndChangesNothing")),
            Map.entry(
                    BuildingEarly.class,
                    List.of(
                            "validate_again_saysTheSameAndChangesNothing",
                            "validate_invalidDocument_isRefusedBeforeAnythingIsBuilt")),
            Map.entry(
                    Lenient.class,
                    List.of(
                            "validate_invalidDocument_isRefusedBeforeAnythingIsBuilt",
                            "validate_documentWithASecret_quotesItNowhere")),
            Map.entry(Quoting.class, List.of("validate_documentWithASecret_quotesItNowhere")),
            Map.entry(NeedingActions.class, List.of("start_firstDocument_isVisible")),
            Map.entry(KeepingTheFirst.class, List.of("start_thatFails_leavesNothing")),
            Map.entry(ShowingEarly.class, List.of("prepare_beforeItsCommit_isNotVisible")),
            Map.entry(ShowingLate.class, List.of("commit_ofTheSecondDocument_isVisibleAtOnce")),
            Map.entry(
                    ClosingAtCommit.class, List.of("commit_closesNothing", "rollback_bringsTheOldBackAndClosesTheNew")),
            Map.entry(NotDiscarding.class, List.of("discard_leavesTheOldAndClosesTheNew")),
            Map.entry(
                    NotRestoring.class,
                    List.of("rollback_bringsTheOldBackAndClosesTheNew", "start_thatFails_leavesNothing")),
            Map.entry(LosingTheNew.class, List.of("rollback_bringsTheOldBackAndClosesTheNew")),
            Map.entry(BusyForEver.class, List.of("reload_afterSomeThatFailed_isApplied")),
            Map.entry(NotRetiring.class, List.of("end_afterReloads_hasEverythingClosedOnce")));

    ReloadParticipantContractTest() {
        super(Sound.class, BROKEN);
    }

    /** A participant that keeps all promises, as the fake that it has do its work; and its own test. */
    static class Sound extends FakeParticipantContractTest implements ReloadParticipant {

        ResourceJournal written = new ResourceJournal();

        /** What readers see, for those that show something else than they should. */
        Optional<ConfigDocument> shown = Optional.empty();

        @Override
        protected ReloadParticipant createParticipant(ResourceJournal journal) {
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
        public Prepared prepare(ReloadContext context) {
            return hooks.prepare(context);
        }

        @Override
        public void retireAll(RetiredResources retired) {
            hooks.retireAll(retired);
        }
    }

    /** What the real one prepared. */
    private static class SoundPrepared implements Prepared {

        private final Prepared sound;

        SoundPrepared(Prepared sound) {
            this.sound = sound;
        }

        @Override
        public void verify(Deadline deadline) throws Exception {
            sound.verify(deadline);
        }

        @Override
        public void commit(RetiredResources retired) {
            sound.commit(retired);
        }

        @Override
        public void rollback(RetiredResources retired) {
            sound.rollback(retired);
        }

        @Override
        public void discard() throws Exception {
            sound.discard();
        }
    }

    static class Fickle extends Sound {

        private int asked;

        @Override
        public boolean handles(ReloadAction action) {
            return super.handles(action) || asked++ % 2 == 0;
        }
    }

    static class ReportsOnce extends Sound {

        private boolean reported;

        @Override
        public List<ConfigProblem> validate(ReloadContext context) {
            List<ConfigProblem> problems = super.validate(context);
            boolean again = reported;
            reported |= !problems.isEmpty();
            return again ? List.of() : problems;
        }
    }

    static class BuildingEarly extends Sound {
        @Override
        public List<ConfigProblem> validate(ReloadContext context) {
            Object probe = new Object();
            written.created("probe", probe);
            written.closed(probe);
            return super.validate(context);
        }
    }

    static class Lenient extends Sound {
        @Override
        public List<ConfigProblem> validate(ReloadContext context) {
            return List.of();
        }
    }

    static class Quoting extends Sound {

        private String token = "";

        @Override
        protected ConfigDocument invalidDocument(String secret) {
            token = secret;
            return super.invalidDocument(secret);
        }

        @Override
        public List<ConfigProblem> validate(ReloadContext context) {
            return super.validate(context).stream()
                    .map(problem -> Hooks.problem("no path beside the token " + token))
                    .toList();
        }
    }

    static class NeedingActions extends Sound {
        @Override
        public Prepared prepare(ReloadContext context) {
            return context.scope().isEverything() ? nothing() : super.prepare(context);
        }

        private static Prepared nothing() {
            return Prepared.unchanged();
        }
    }

    static class ShowingEarly extends Sound {
        @Override
        protected Optional<?> observe() {
            return shown.isPresent() ? shown : hooks.current();
        }

        @Override
        public Prepared prepare(ReloadContext context) {
            shown = Optional.of(context.target());
            return new SoundPrepared(super.prepare(context)) {
                @Override
                public void rollback(RetiredResources retired) {
                    super.rollback(retired);
                    shown = Optional.empty();
                }

                @Override
                public void discard() throws Exception {
                    super.discard();
                    shown = Optional.empty();
                }
            };
        }
    }

    static class ShowingLate extends Sound {
        @Override
        protected Optional<?> observe() {
            return shown;
        }

        @Override
        public Prepared prepare(ReloadContext context) {
            return new SoundPrepared(super.prepare(context)) {
                @Override
                public void commit(RetiredResources retired) {
                    super.commit(retired);
                    retired.add("late", () -> shown = hooks.current());
                }
            };
        }
    }

    static class ClosingAtCommit extends Sound {
        @Override
        public Prepared prepare(ReloadContext context) {
            return new SoundPrepared(super.prepare(context)) {
                @Override
                public void commit(RetiredResources retired) {
                    super.commit(retired);
                    retired.resources().forEach(Leased::force);
                }
            };
        }
    }

    static class NotDiscarding extends Sound {
        @Override
        public Prepared prepare(ReloadContext context) {
            return new SoundPrepared(super.prepare(context)) {
                @Override
                public void discard() {}
            };
        }
    }

    static class NotRestoring extends Sound {
        @Override
        protected Optional<?> observe() {
            return shown;
        }

        @Override
        public Prepared prepare(ReloadContext context) {
            return new SoundPrepared(super.prepare(context)) {
                @Override
                public void commit(RetiredResources retired) {
                    super.commit(retired);
                    shown = hooks.current();
                }
            };
        }
    }

    static class KeepingTheFirst extends NotRestoring {
        @Override
        protected Optional<?> observe() {
            return hooks.current().isPresent() ? hooks.current() : super.observe();
        }
    }

    static class LosingTheNew extends Sound {

        private boolean first = true;

        @Override
        public Prepared prepare(ReloadContext context) {
            boolean loses = !first;
            first = false;
            return new SoundPrepared(super.prepare(context)) {
                @Override
                public void rollback(RetiredResources retired) {
                    super.rollback(loses ? RetiredResources.create(written.leases()) : retired);
                }
            };
        }
    }

    static class BusyForEver extends Sound {

        private boolean busy;

        @Override
        public Prepared prepare(ReloadContext context) {
            if (busy) {
                throw new IllegalStateException("busy");
            }
            busy = true;
            return new SoundPrepared(super.prepare(context)) {
                @Override
                public void commit(RetiredResources retired) {
                    super.commit(retired);
                    busy = false;
                }
            };
        }
    }

    static class NotRetiring extends Sound {
        @Override
        public void retireAll(RetiredResources retired) {}
    }
}
