// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.lease.Leased;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.core.participant.Participant;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.testkit.fake.FakeAgent;
import dev.agentreload.testkit.fake.FakeAgentFactory;
import dev.agentreload.testkit.fake.FakeExclusiveParticipant;
import dev.agentreload.testkit.fake.FakeParticipant;
import dev.agentreload.testkit.fake.ManualTime;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReloadFaultsTest {

    private static final String ONE =
            "{hooks: 1, cron: 1, agents: {list: [{id: 'a', model: 'p/one'}]}, models: {providers: {p: {}}}}";
    private static final String TWO =
            "{hooks: 2, cron: 2, agents: {list: [{id: 'a', model: 'p/two'}]}, models: {providers: {p: {}}}}";

    /** A host with both kinds of fakes and a real registry. */
    private static final class Sound implements HostUnderTest {

        private @Nullable FakeParticipant hooks;
        private @Nullable FakeExclusiveParticipant cron;
        private @Nullable AgentRegistry<FakeAgent> registry;

        @Override
        public List<Participant> createParticipants(ResourceJournal journal, Executor executor, ManualTime time) {
            hooks = new FakeParticipant("hooks", journal, "reload-hooks");
            cron = new FakeExclusiveParticipant("cron", journal, "restart-cron");
            registry = AgentRegistry.builder(new FakeAgentFactory(journal), HostRuntime.of(executor))
                    .leases(journal.leases())
                    .build();
            return List.of(hooks, cron, registry.participant());
        }

        @Override
        @SuppressWarnings("NullAway") // created before it is observed
        public Object observe() {
            return List.of(hooks.current(), cron.running(), registry.snapshot().document());
        }

        @Override
        public List<String> ignoredActions() {
            return List.of("restart-heartbeat");
        }
    }

    @TestFactory
    Stream<DynamicTest> soundHost_passesAll() {
        List<DynamicTest> tests = ReloadFaults.everyStep(Sound::new, ONE, TWO).toList();
        assertThat(tests)
                .extracting(DynamicTest::getDisplayName)
                .contains(
                        "prepare of [hooks] comes too late",
                        "after rollback of [agents] throws an error",
                        "restore of [cron] hangs");
        assertThat(tests).hasSize(2 * 22 + 16);
        return tests.stream();
    }

    /** A host of one participant, which a test breaks. */
    private abstract static class Broken implements HostUnderTest, ReloadParticipant {

        volatile Optional<ConfigDocument> seen = Optional.empty();
        volatile @Nullable ResourceJournal journal;

        @Override
        public List<Participant> createParticipants(ResourceJournal resources, Executor executor, ManualTime time) {
            journal = resources;
            return List.of(this);
        }

        @Override
        public Object observe() {
            return seen;
        }

        @Override
        public String name() {
            return "broken";
        }

        @Override
        public boolean handles(ReloadAction action) {
            return action.id().equals("reload-hooks");
        }

        @Override
        public void retireAll(RetiredResources retired) {}

        @Override
        public Prepared prepare(ReloadContext context) {
            return new Form(this, context.target());
        }
    }

    private static class Form implements Prepared {

        final Broken host;
        final ConfigDocument document;
        Optional<ConfigDocument> before = Optional.empty();

        Form(Broken host, ConfigDocument document) {
            this.host = host;
            this.document = document;
        }

        @Override
        public void commit(RetiredResources retired) {
            before = host.seen;
            host.seen = Optional.of(document);
        }

        @Override
        public void rollback(RetiredResources retired) {
            host.seen = before;
        }

        @Override
        public void discard() {}
    }

    private static final class Fine extends Broken {}

    private static final class ForgettingTheOld extends Broken {
        @Override
        public Prepared prepare(ReloadContext context) {
            return new Form(this, context.target()) {
                @Override
                public void rollback(RetiredResources retired) {}
            };
        }
    }

    private static final class ShowingTooEarly extends Broken {
        @Override
        public Prepared prepare(ReloadContext context) {
            Prepared form = super.prepare(context);
            Optional<ConfigDocument> shownBefore = seen;
            seen = Optional.of(context.target());
            return new Form(this, context.target()) {
                @Override
                public void discard() {
                    seen = shownBefore;
                }

                @Override
                public void commit(RetiredResources retired) {
                    form.commit(retired);
                }
            };
        }
    }

    private static final class LeakingWhatIsDiscarded extends Broken {
        @Override
        @SuppressWarnings("NullAway") // set before it is prepared
        public Prepared prepare(ReloadContext context) {
            Object resource = new Object();
            journal.created("port", resource);
            Leased<Object> port = journal.leases().create("port", resource, journal::closed);
            return new Form(this, context.target()) {
                @Override
                public void commit(RetiredResources retired) {
                    super.commit(retired);
                    retired.add(port);
                }

                @Override
                public void rollback(RetiredResources retired) {
                    super.rollback(retired);
                    retired.add(port);
                }
            };
        }
    }

    private static final class OnlyOnce extends Broken {

        private int prepared;

        @Override
        public Prepared prepare(ReloadContext context) {
            prepared++;
            if (prepared > 2) {
                throw new IllegalStateException("used up");
            }
            return super.prepare(context);
        }
    }

    /** An exclusive participant that does not come back once it was stopped. */
    private static final class NotComingBack implements HostUnderTest, ExclusiveParticipant {

        private volatile Optional<ConfigDocument> running = Optional.empty();

        @Override
        public List<Participant> createParticipants(ResourceJournal journal, Executor executor, ManualTime time) {
            return List.of(this);
        }

        @Override
        public Object observe() {
            return running;
        }

        @Override
        public String name() {
            return "broken";
        }

        @Override
        public boolean handles(ReloadAction action) {
            return action.id().equals("reload-hooks");
        }

        @Override
        public void stop(ActionScope scope, Deadline deadline) {
            running = Optional.empty();
        }

        @Override
        public void start(ReloadContext context) {
            boolean restores = context.plan()
                    .filter(plan -> plan.base().equals(context.target()))
                    .isPresent();
            running = restores ? Optional.empty() : Optional.of(context.target());
        }
    }

    @Test
    void fineHost_passesAll() {
        assertThat(failures(Fine::new)).isEmpty();
    }

    @Test
    void rollbackThatDoesNothing_failsWhereItIsRolledBack() {
        assertThat(failures(ForgettingTheOld::new))
                .containsOnlyKeys(
                        "after commit of [broken] throws an exception",
                        "after commit of [broken] throws an error",
                        "after rollback of [broken] throws an exception",
                        "after rollback of [broken] throws an error");
    }

    @Test
    void newFormThatIsVisibleTooEarly_fails() {
        assertThat(failures(ShowingTooEarly::new))
                .containsKeys("verify of [broken] throws an exception", "prepare of [broken] comes too late")
                .allSatisfy((test, failure) -> assertThat(failure).isInstanceOf(AssertionError.class));
    }

    @Test
    void discardThatClosesNothing_failsAsALeak() {
        assertThat(failures(LeakingWhatIsDiscarded::new))
                .containsKeys("verify of [broken] throws an exception", "after discard of [broken] hangs")
                .allSatisfy((test, failure) -> assertThat(failure).hasMessageContaining("still open: [port#"));
    }

    @Test
    void hostThatCannotReloadAgain_fails() {
        assertThat(failures(OnlyOnce::new))
                .containsKeys("verify of [broken] throws an error", "commit of [broken] throws an exception")
                .allSatisfy((test, failure) -> assertThat(failure).hasMessageContaining("used up"));
    }

    @Test
    void exclusivePartThatDoesNotComeBack_fails() {
        assertThat(failures(NotComingBack::new))
                .containsKeys("start of [broken] throws an exception", "stop of [broken] throws an error");
    }

    @Test
    void reloadThatChangesNothingOfTheHost_isRefused() {
        assertThatThrownBy(() -> ReloadFaults.everyStep(Fine::new, "{hooks: 1}", "{hooks: 1}"))
                .isInstanceOf(AssertionError.class);
    }

    private static Map<String, Throwable> failures(Supplier<? extends HostUnderTest> host) {
        Map<String, Throwable> failures = new TreeMap<>();
        ReloadFaults.everyStep(host, "{hooks: 1}", "{hooks: 2}").forEach(test -> {
            try {
                test.getExecutable().execute();
            } catch (Throwable failure) {
                failures.put(test.getDisplayName(), failure);
            }
        });
        return failures;
    }
}
