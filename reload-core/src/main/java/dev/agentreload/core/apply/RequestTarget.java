package dev.agentreload.core.apply;

import dev.agentreload.core.config.ConfigDocument;

/** What a request asks for, once it has left the queue. */
sealed interface RequestTarget {

    /** A document. */
    record Found(ConfigDocument document) implements RequestTarget {}

    /** Nothing that can be applied. */
    record Refused(ReloadResult result) implements RequestTarget {}
}
