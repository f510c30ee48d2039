// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.participant;

/** The form of a participant that had nothing to build. */
record Unchanged() implements Prepared {

    @Override
    public void commit(RetiredResources retired) {}

    @Override
    public void rollback(RetiredResources retired) {}

    @Override
    public void discard() {}
}
