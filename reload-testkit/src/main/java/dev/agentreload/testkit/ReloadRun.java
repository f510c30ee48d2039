// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static java.util.Objects.requireNonNull;

import dev.agentreload.core.apply.CloseReport;
import dev.agentreload.core.apply.DryRunReport;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.ReloadView;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.testkit.fake.ManualTime;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A reloader under test, with its time and its journal; made by a {@link ReloadRunner}. <em>Safe for use by multiple threads.</em> */
public final class ReloadRun implements AutoCloseable {

    private static final String ACTOR = "test";
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Reloader reloader;
    private final Supplier<ReadResult> config;
    private final ResourceJournal journal;
    private final ManualTime time;
    private volatile @Nullable ReloadResult start;
    private volatile boolean startSeen;

    ReloadRun(Reloader reloader, Supplier<ReadResult> config, ResourceJournal journal, ManualTime time) {
        this.reloader = reloader;
        this.config = config;
        this.journal = journal;
        this.time = time;
    }

    static Supplier<ReadResult> reading(String text) {
        requireNonNull(text, "text");
        return () -> ConfigReader.standard().read(ReloadRunner.SOURCE, text);
    }

    static Supplier<ReadResult> reading(ConfigDocument document) {
        requireNonNull(document, "document");
        return () -> new ReadResult.Success(document);
    }

    /**
     * Starts the reloader with the configuration of the runner, which has done so already unless it was opened. A start that failed
     * can be tried again.
     */
    public ReloadResult start() {
        ReloadResult result = reloader.start(source(config));
        start = result;
        return result;
    }

    /**
     * Returns the outcome of the last start.
     *
     * @throws IllegalStateException if there was none
     */
    public ReloadResult started() {
        @Nullable ReloadResult last = start;
        if (last == null) {
            throw new IllegalStateException("the reloader was not started");
        }
        startSeen = true;
        return last;
    }

    /** Reloads this configuration, as JSON or what hand-written files use besides, and waits for the decision. */
    public ReloadResult to(String text) {
        return reloader.reload(request(reading(text)), LONG);
    }

    /** Reloads this document, and waits for the decision. */
    public ReloadResult to(ConfigDocument document) {
        return reloader.reload(request(reading(document)), LONG);
    }

    /** Goes back to the document that was in force before the current one. */
    public ReloadResult rollback() {
        return reloader.rollback(ACTOR);
    }

    /** Returns what a reload of this configuration would do. */
    public DryRunReport dryRun(String text) {
        return reloader.dryRun(request(reading(text)));
    }

    /** Returns what a reload of this document would do. */
    public DryRunReport dryRun(ConfigDocument document) {
        return reloader.dryRun(request(reading(document)));
    }

    private static ReloadRequest request(Supplier<ReadResult> content) {
        return ReloadRequest.manual(source(content), ACTOR);
    }

    private static ConfigSource source(Supplier<ReadResult> content) {
        return ConfigSource.of(ReloadRunner.SOURCE, content);
    }

    /** Returns the reloader. */
    public Reloader reloader() {
        return reloader;
    }

    /** Returns the reloader's view: status, history, plans. */
    public ReloadView view() {
        return reloader.view();
    }

    /** Returns the journal of what is built. */
    public ResourceJournal journal() {
        return journal;
    }

    /** Returns the time that the reloader goes by. */
    public ManualTime time() {
        return time;
    }

    /** Closes the reloader and returns what that achieved, without judging it. Does nothing more when called again. */
    public CloseReport end() {
        return reloader.close(LONG);
    }

    /**
     * Closes the reloader and verifies that nothing is left.
     *
     * @throws AssertionError if a start failed and the test did not ask for its result, if something failed to close or is in use, or if the journal
     *     has something open or closed twice
     */
    @Override
    public void close() {
        CloseReport report = end();
        @Nullable ReloadResult last = start;
        if (last != null && !startSeen) {
            assertThat(last).as("start").isApplied();
        }
        if (!report.isClean()) {
            throw new AssertionError("the reloader did not close cleanly: " + report);
        }
        assertThat(journal).hasNoLeaks();
    }

    /** Returns whether it was started, and how much is in the journal. */
    @Override
    public String toString() {
        return "ReloadRun[" + reloader.view().status().state() + ", " + journal + "]";
    }
}
