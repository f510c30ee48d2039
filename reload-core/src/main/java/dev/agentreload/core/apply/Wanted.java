package dev.agentreload.core.apply;

import dev.agentreload.core.config.ConfigDocument;

/** What a request asks for, once its turn has come. */
sealed interface Wanted {

    /** A document. */
    record Found(ConfigDocument document) implements Wanted {}

    /** Nothing that could be carried out. */
    record Refused(ReloadResult result) implements Wanted {}
}
