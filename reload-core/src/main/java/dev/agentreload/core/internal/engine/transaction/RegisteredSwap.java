// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.transaction;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A swap participant, with the forms that are in doubt: after a rollback that threw, any of them may be the visible one. None of
 * them is closed before another form is visible or the reloader closes. <em>Safe for use by multiple threads.</em>
 */
public final class RegisteredSwap extends RegisteredParticipant<ReloadParticipant> {

    private final Object lock = new Object();
    private final List<RetiredResources> doubtful = new ArrayList<>();
    private boolean visible;

    RegisteredSwap(ReloadParticipant participant, String name) {
        super(participant, name);
    }

    @Override
    boolean isDegraded() {
        synchronized (lock) {
            return !doubtful.isEmpty();
        }
    }

    @Override
    public boolean mayBeInService() {
        synchronized (lock) {
            return visible || !doubtful.isEmpty();
        }
    }

    /** Another prepare may be made while one that timed out still runs: one provider that hangs must not end all reloads. */
    @Override
    Optional<Throwable> blockedBy() {
        return Optional.empty();
    }

    void addDoubtful(RetiredResources forms) {
        synchronized (lock) {
            doubtful.add(forms);
        }
    }

    void committed() {
        synchronized (lock) {
            visible = true;
        }
    }

    /** Adds the doubtful forms to what was just replaced or taken out of service; they are in doubt no more. */
    public void moveDoubtfulTo(RetiredResources retired) {
        List<RetiredResources> moved;
        synchronized (lock) {
            moved = ImmutableList.copyOf(doubtful);
            doubtful.clear();
        }
        moved.forEach(retired::merge);
    }
}
