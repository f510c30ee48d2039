package dev.agentreload.models.file;

import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.RetiredResources;

/** A file that holds already what it is to hold. */
record UnchangedFile() implements Prepared {

    @Override
    public void commit(RetiredResources retired) {}

    @Override
    public void rollback(RetiredResources retired) {}

    @Override
    public void discard() {}
}
