// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

/** The outcome of content that a {@link ConfigWatcher} handed over. */
public enum WatchOutcome {
    /**
     * The content was decided: applied, refused, without a change, or superseded. The watcher does not submit it again.
     */
    HANDLED,
    /**
     * The content was not decided for a reason outside it, such as a provider that did not answer. The watcher submits it
     * again after a while.
     */
    RETRY
}
