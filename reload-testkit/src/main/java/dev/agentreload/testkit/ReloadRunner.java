// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.participant.Participant;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.testkit.fake.ManualTime;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowingConsumer;

/**
 * Runs a test over a real reloader: starts it with a configuration, runs the test, closes the reloader and fails the test if
 * anything that was built is still open or was closed twice. JUnit is not needed.
 *
 * <pre>{@code
 * class HooksRunTest {
 *
 *     @Test
 *     void hooks_thatCannotBeBuilt_leaveTheOldInForce() {
 *         ReloadRunner.of("{hooks: {path: '/one'}}")
 *                 .participant(journal -> new FakeParticipant("hooks", journal, "reload-hooks"))
 *                 .run(reload -> {
 *                     assertThat(reload.to("{hooks: {path: '/two'}}")).isApplied().hasRevision(2);
 *                     assertThat(reload.to("{gateway: {port: 1}}")).requiresRestartFor("gateway");
 *                 });
 *     }
 * }
 * }</pre>
 *
 * <p>By default host code runs on the calling thread, and time passes only when the test says so. A start that fails is a value
 * too: the test sees it in {@link ReloadRun#started()}. A test that does not look at it fails with that result.
 *
 * <p>A runner runs once. <em>Not safe for use by multiple threads.</em>
 */
public final class ReloadRunner {

    static final String SOURCE = "config.json";

    private final Supplier<ReadResult> config;
    private final List<Function<ResourceJournal, Participant>> participants = new ArrayList<>();
    private final List<Consumer<Reloader.Builder>> settings = new ArrayList<>();
    private ResourceJournal journal = new ResourceJournal();
    private ManualTime time = new ManualTime();
    private Executor executor = Runnable::run;
    private boolean opened;

    private ReloadRunner(Supplier<ReadResult> config) {
        this.config = config;
    }

    /** Returns a runner that starts with this configuration, as JSON or what hand-written files use besides. */
    public static ReloadRunner of(String config) {
        return new ReloadRunner(ReloadRun.reading(config));
    }

    /** Returns a runner that starts with this document. */
    public static ReloadRunner of(ConfigDocument config) {
        return new ReloadRunner(ReloadRun.reading(config));
    }

    /**
     * Adds a participant. They take part in the order in which they are added.
     *
     * @param creation gets the journal of this run, in which whatever is built is to be written
     */
    public ReloadRunner participant(Function<ResourceJournal, Participant> creation) {
        participants.add(requireNonNull(creation, "creation"));
        return this;
    }

    /** Adds a participant that exists already. */
    public ReloadRunner participant(Participant participant) {
        requireNonNull(participant, "participant");
        return participant(same -> participant);
    }

    /** Sets the rules; by default {@link RuleTable#defaults()}. */
    public ReloadRunner rules(RuleTable rules) {
        return with(builder -> builder.rules(rules));
    }

    /** Says that nothing has to be done for these actions, given by their wire ids. */
    public ReloadRunner ignoring(String... actions) {
        ImmutableList<String> ids = ImmutableList.copyOf(actions);
        return with(builder -> ids.forEach(id -> builder.ignoring(ReloadAction.parse(id))));
    }

    /** Sets something else of the reloader, such as its deadlines. */
    public ReloadRunner with(Consumer<Reloader.Builder> setting) {
        settings.add(requireNonNull(setting, "setting"));
        return this;
    }

    /** Sets the journal, so that others can write it too; by default the run has one of its own. */
    public ReloadRunner journal(ResourceJournal shared) {
        this.journal = requireNonNull(shared, "shared");
        return this;
    }

    /** Sets the time, so that others can go by it too; by default the run has one of its own. */
    public ReloadRunner time(ManualTime shared) {
        this.time = requireNonNull(shared, "shared");
        return this;
    }

    /** Sets where host code runs; by default on the calling thread, where deadlines are reported and not enforced. */
    public ReloadRunner executor(Executor other) {
        this.executor = requireNonNull(other, "other");
        return this;
    }

    /**
     * Starts the reloader, runs the test, and closes the reloader, also if the test fails.
     *
     * @param test what happens after the start, and what is expected of it
     * @throws AssertionError if the test fails, did not look at a start that failed, or left something open
     * @throws IllegalStateException if this runner has run
     */
    public void run(ThrowingConsumer<ReloadRun> test) {
        ReloadRun run = open();
        try {
            run.start();
            test.accept(run);
        } catch (RuntimeException | Error failure) {
            run.end();
            throw failure;
        }
        run.close();
    }

    /**
     * Returns the run, not started yet, for tests that are no single expression. The caller closes it.
     *
     * @throws IllegalStateException if this runner has run
     */
    public ReloadRun open() {
        checkState(!opened, "a runner runs once");
        opened = true;
        Reloader.Builder builder = Reloader.builder(time.runtime(executor));
        settings.forEach(setting -> setting.accept(builder));
        participants.forEach(creation -> builder.participant(creation.apply(journal)));
        return new ReloadRun(builder.build(), config, journal, time);
    }
}
