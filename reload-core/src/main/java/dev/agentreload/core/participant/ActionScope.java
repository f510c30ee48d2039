// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.participant;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.plan.ReloadAction;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which actions a participant is called for: some of a plan, or everything. Everything is due when the program starts, when the
 * reloader closes, and when an earlier failure left the participant in an unknown state. <em>Immutable.</em>
 */
public final class ActionScope {

    private static final ActionScope EVERYTHING = new ActionScope(null);

    private final @Nullable ImmutableList<ReloadAction> actions;

    private ActionScope(@Nullable ImmutableList<ReloadAction> actions) {
        this.actions = actions;
    }

    /** Returns the scope in which every action is due. */
    public static ActionScope everything() {
        return EVERYTHING;
    }

    /** Returns the scope in which these actions are due, and no other. */
    public static ActionScope of(List<ReloadAction> actions) {
        return new ActionScope(ImmutableList.copyOf(actions));
    }

    /** Returns whether this action is due. */
    public boolean concerns(ReloadAction action) {
        requireNonNull(action, "action");
        return actions == null || actions.contains(action);
    }

    /** Returns whether every action is due, whatever changed. */
    public boolean isEverything() {
        return actions == null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ActionScope scope && Objects.equals(actions, scope.actions);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(actions);
    }

    /** Returns the actions by their ids, or {@code everything}. */
    @Override
    public String toString() {
        return actions == null
                ? "everything"
                : actions.stream().map(ReloadAction::id).toList().toString();
    }
}
