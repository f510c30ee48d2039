// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.Participant;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.testkit.ReloadRun;
import dev.agentreload.testkit.ReloadRunner;
import dev.agentreload.testkit.fake.FakeParticipant;
import dev.agentreload.testkit.fake.ManualTime;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What both kinds of participants promise, as tests. Hosts extend {@link ReloadParticipantContract} or
 * {@link ExclusiveParticipantContract}.
 *
 * <p>The participant is driven by a real reloader, beside a part of the kit that fails where a test wants it. What is built is known by the
 * journal that {@link #createParticipant} gets; of a part that does not write it the tests see what is visible, and not what is left
 * open. Tests are public so that a host's module path can run them.
 *
 * @param <P> the kind of participant
 */
@Timeout(60)
public abstract sealed class ParticipantContract<P extends Participant>
        permits ReloadParticipantContract, ExclusiveParticipantContract {

    static final String WITNESS = "witness of the contract kit";
    private static final String SECRET = "s3cret-sentinel-4711";
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ManualTime time = new ManualTime();
    private final ResourceJournal journal = new ResourceJournal();
    private P participant;
    private FakeParticipant witness;
    private @Nullable ReloadRun run;

    ParticipantContract() {}

    /**
     * Returns a participant of which nothing is in force. Called once for each test.
     *
     * @param journal where whatever it builds is to be written, and whatever it closes
     * @throws Exception if it cannot be made; the test fails then
     */
    protected abstract P createParticipant(ResourceJournal journal) throws Exception;

    /**
     * Returns what readers of the participant see, or what of it runs, as a value that does not change any more; empty if that is
     * nothing. It is compared with {@code equals}.
     */
    protected abstract Optional<?> observe();

    /** Returns a document to start with; with it readers see something else than before. */
    protected abstract ConfigDocument firstDocument();

    /** Returns a document to change to without a restart; with it readers see something else than with the first. */
    protected abstract ConfigDocument secondDocument();

    /**
     * Returns a document that the participant refuses.
     *
     * @param secret to be put where the participant reads a secret, such as a token, if it reads any
     */
    protected abstract ConfigDocument invalidDocument(String secret);

    /** Returns the rules of the host; by default {@link RuleTable#defaults()}. */
    protected RuleTable rules() {
        return RuleTable.defaults();
    }

    /** Creates the participant and the reloader that drives it. */
    @BeforeEach
    public void setUpParticipant() throws Exception {
        participant = createParticipant(journal);
        List<ReloadAction> actions = actions();
        assertThat(actions)
                .as(
                        "actions of the plan from firstDocument() to secondDocument(), of which the participant handles one")
                .anyMatch(participant::handles);
        witness = new FakeParticipant(
                WITNESS,
                new ResourceJournal(),
                actions.stream().map(ReloadAction::id).toArray(String[]::new));
        run = ReloadRunner.of(firstDocument())
                .journal(journal)
                .time(time)
                .rules(rules())
                .participant(participant)
                .participant(witness)
                .open();
    }

    /** Takes the participant out of service, also if the test failed. */
    @AfterEach
    public void endParticipant() {
        if (run != null) {
            run.end();
        }
    }

    @Test
    public void nameAndHandles_throughoutALife_stayTheSame() {
        List<String> before = identity();
        assertThat(identity()).isEqualTo(before);

        start();
        assertThat(identity()).isEqualTo(before);
        assertThat(reload(secondDocument())).isApplied();

        assertThat(identity()).isEqualTo(before);
    }

    @Test
    public void validate_again_saysTheSameAndChangesNothing() {
        start();
        Object seen = observe();
        List<String> built = built();

        for (ConfigDocument document : List.of(secondDocument(), invalidDocument(SECRET))) {
            ReloadPlan plan = plan(document);
            List<ConfigProblem> problems = validate(plan);
            assertThat(validate(plan)).isEqualTo(problems);
        }

        assertThat((Object) observe()).isEqualTo(seen);
        assertThat(built()).isEqualTo(built);
    }

    @Test
    public void validate_invalidDocument_isRefusedBeforeAnythingIsBuilt() {
        start();
        Object seen = observe();
        List<String> built = built();

        assertThat(reload(invalidDocument(SECRET))).isInvalid();

        assertThat((Object) observe()).isEqualTo(seen);
        assertThat(built()).isEqualTo(built);
    }

    @Test
    public void validate_documentWithASecret_quotesItNowhere() {
        start();

        assertThat(validate(plan(invalidDocument(SECRET))))
                .isNotEmpty()
                .noneMatch(problem -> problem.toString().contains(SECRET));
    }

    @Test
    public void start_firstDocument_isVisible() {
        Object seen = observe();

        start();

        assertThat((Object) observe()).isNotEqualTo(seen);
    }

    @Test
    public void start_thatFails_leavesNothing() {
        Object seen = observe();
        witness.script().next(FakeParticipant.Step.COMMIT).fail(new IllegalStateException("planned"));

        assertThat(run().start()).isRolledBackBy(WITNESS);

        assertThat((Object) observe()).isEqualTo(seen);
        assertThat(journal).hasNoLeaks();
        start();
    }

    @Test
    public void reload_afterSomeThatFailed_isApplied() {
        start();
        Object seen = observe();
        for (FakeParticipant.Step step :
                List.of(FakeParticipant.Step.PREPARE, FakeParticipant.Step.VERIFY, FakeParticipant.Step.COMMIT)) {
            witness.script().next(step).fail(new IllegalStateException("planned"));
            assertThat(reload(secondDocument())).isRolledBackBy(WITNESS);
        }

        assertThat(reload(secondDocument())).isApplied();

        assertThat((Object) observe()).isNotEqualTo(seen);
    }

    @Test
    public void end_afterReloads_hasEverythingClosedOnce() {
        start();
        assertThat(reload(secondDocument())).isApplied();
        assertThat(reload(firstDocument())).isApplied();

        end();

        assertThat(journal).hasNoLeaks();
    }

    void start() {
        assertThat(run().start()).isApplied();
    }

    void end() {
        assertThat(run().end()).matches(report -> report.isClean(), "clean");
    }

    ReloadResult reload(ConfigDocument document) {
        return run().to(document);
    }

    private ReloadRun run() {
        return requireNonNull(run);
    }

    /** Returns what the participant says of itself. */
    private List<String> identity() {
        Stream<ReloadAction> asked =
                Stream.concat(actions().stream(), Stream.of(new ReloadAction.HostAction("unheard-of")));
        return Stream.concat(
                        Stream.of(participant.name()),
                        asked.map(action -> action.id() + " " + participant.handles(action)))
                .toList();
    }

    private List<ReloadAction> actions() {
        return plan(secondDocument()).actions();
    }

    private ReloadPlan plan(ConfigDocument target) {
        return ReloadPlanner.plan(firstDocument(), target, rules());
    }

    private List<ConfigProblem> validate(ReloadPlan plan) {
        List<ReloadAction> handled =
                plan.actions().stream().filter(participant::handles).toList();
        return participant.validate(ReloadContext.of(plan, ActionScope.of(handled), Deadline.after(LONG, time)));
    }

    /** Returns what was created and closed, without what else hosts journal. */
    List<String> built() {
        return journal.entries().stream()
                .filter(entry -> entry.startsWith("create ") || entry.startsWith("close "))
                .toList();
    }

    ResourceJournal journal() {
        return journal;
    }

    FakeParticipant witness() {
        return witness;
    }
}
