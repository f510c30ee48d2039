// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadListener;
import dev.agentreload.core.apply.ReloadStatus;
import dev.agentreload.core.apply.ReloadView;
import dev.agentreload.testkit.ReloadRun;
import dev.agentreload.testkit.ReloadRunner;
import dev.agentreload.testkit.fake.FakeParticipant;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link ReloadListener} promises, as tests. Hosts extend it for one of their own:
 *
 * <ul>
 *   <li>it takes in every kind of decision without a throw;
 *   <li>it is called on any thread, by one at a time.
 * </ul>
 *
 * <p>Tests are public so that a host's module path can run them.
 */
@Timeout(60)
public abstract class ReloadListenerContract {

    private final FakeParticipant hooks = new FakeParticipant("hooks", new ResourceJournal(), "reload-hooks");
    private final ReloadRun run = ReloadRunner.of("{hooks: 1}")
            .participant(hooks)
            .with(builder -> builder.listenerExecutor(Runnable::run))
            .open();
    private ReloadListener listener;

    /** For those who extend it. */
    @SuppressWarnings({"NullAway.Init", "InitializerOutsideConstructor"}) // set before each test
    protected ReloadListenerContract() {}

    /**
     * Returns a listener. Called once for each test.
     *
     * @param view of the reloader whose decisions it receives
     * @throws Exception if it cannot be made; the test fails then
     */
    protected abstract ReloadListener createListener(ReloadView view) throws Exception;

    /** Subscribes the listener. */
    @BeforeEach
    public void setUpListener() throws Exception {
        listener = createListener(run.view());
        run.view().subscribe("contract kit", listener);
    }

    /** Closes the reloader, also if the test failed. */
    @AfterEach
    public void closeReloader() {
        run.end();
    }

    @Test
    public void decided_everyKindOfDecision_doesNotThrow() {
        decideEverything();

        Optional<String> failure = run.view().status().listenerTroubles().stream()
                .map(ReloadStatus.ListenerTrouble::failure)
                .flatMap(Optional::stream)
                .findFirst();
        assertThat(failure).as("failure of the listener").isEmpty();
    }

    @Test
    public void decided_onAnotherThread_doesNotThrow() throws Exception {
        run.start();
        HistoryEntry entry = run.view().history().get(0);

        TwoThreads.run(
                () -> {
                    listener.decided(entry);
                    return entry;
                },
                () -> entry);
    }

    /** Has each kind of decision made that one can have on one thread. */
    private void decideEverything() {
        run.start();
        run.to("{hooks: 2}");
        run.to("{hooks: 2}");
        run.to("{hooks: ");
        run.to("{hooks: 2, gateway: {port: 1}}");
        hooks.script().next(FakeParticipant.Step.PREPARE).fail(new IllegalStateException("planned"));
        run.to("{hooks: 3}");
    }
}
