// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

/**
 * A source whose content a {@link ConfigWatcher} can compare with what it was before. Implemented by hosts whose
 * documents come from elsewhere than {@linkplain FileConfigSource a file}.
 */
public interface WatchableSource extends ConfigSource {

    /**
     * Looks at what the source holds now, without making a document of it.
     *
     * <p>Called by the watcher on a thread of the host's scheduler, at every poll, by one thread at a time and under no lock.
     * It should be cheap when nothing has changed, and must not wait for long: the watcher is blind meanwhile. What cannot be
     * read is part of the snapshot; a throw is reported by the watcher, which polls again at its next turn.
     */
    SourceSnapshot snapshot();
}
