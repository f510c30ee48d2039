package dev.agentreload.agents.session;

/**
 * What a copy made of a session. <em>Immutable.</em>
 *
 * @param before how many bytes of messages there were before the first copy
 * @param after how many there are now
 * @param summary what became of the summary
 */
record SessionCopy(long before, long after, Summary summary) {

    enum Summary {
        ADDED,
        LEFT
    }
}
