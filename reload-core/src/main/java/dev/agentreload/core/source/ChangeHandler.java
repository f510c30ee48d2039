// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import java.util.concurrent.CompletionStage;

/**
 * Receives what a {@link ConfigWatcher} finds. Implemented by hosts, usually with one line that submits a reload.
 */
@FunctionalInterface
public interface ChangeHandler {

    /**
     * Takes changed content, or content that was to be tried again.
     *
     * <p>Called on a thread of the host's scheduler, by one thread at a time and under no lock. It should start the work and
     * return: the watcher is blind until it does. The stage may be completed on any thread, or never; newer content is handed
     * over without waiting for it, and the outcome of older content is then ignored. A throw, and a stage that fails or is
     * completed with null, are reported and count as {@link WatchOutcome#RETRY}.
     */
    CompletionStage<WatchOutcome> changed(SourceChange change);
}
