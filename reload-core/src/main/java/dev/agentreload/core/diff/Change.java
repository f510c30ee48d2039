// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.diff;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.PathSegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One difference between two documents, at the highest place where they differ. The nodes it carries mask their secrets
 * when they are printed. <em>Immutable.</em>
 */
public sealed interface Change {

    /** The kinds of changes, one for each permitted type, so that Java 17 hosts can switch exhaustively. */
    enum Kind {
        ADDED,
        REMOVED,
        REPLACED,
        REORDERED
    }

    /** Returns the kind of this change. */
    Kind kind();

    /** Returns the place that differs. */
    ConfigPath path();

    /** Returns the value before the change, or null if it was added. */
    @Nullable
    ConfigNode before();

    /** Returns the value after the change, or null if it was removed. */
    @Nullable
    ConfigNode after();

    /**
     * A value, with all that is below it, is new.
     *
     * @param path its place
     * @param after the value
     * @param index its place among its siblings in the new document, counted from 0
     */
    record Added(ConfigPath path, ConfigNode after, int index) implements Change {

        /** Rejects nulls. */
        public Added {
            requireNonNull(path, "path");
            requireNonNull(after, "after");
        }

        @Override
        public Kind kind() {
            return Kind.ADDED;
        }

        @Override
        public @Nullable ConfigNode before() {
            return null;
        }
    }

    /**
     * A value is gone, with all that was below it.
     *
     * @param path its place
     * @param before the value
     */
    record Removed(ConfigPath path, ConfigNode before) implements Change {

        /** Rejects nulls. */
        public Removed {
            requireNonNull(path, "path");
            requireNonNull(before, "before");
        }

        @Override
        public Kind kind() {
            return Kind.REMOVED;
        }

        @Override
        public @Nullable ConfigNode after() {
            return null;
        }
    }

    /**
     * A value became another one: a string, number, boolean or null, a list without identities, or a value of another kind.
     *
     * @param path its place
     * @param before the old value
     * @param after the new value
     */
    record Replaced(ConfigPath path, ConfigNode before, ConfigNode after) implements Change {

        /** Rejects nulls. */
        public Replaced {
            requireNonNull(path, "path");
            requireNonNull(before, "before");
            requireNonNull(after, "after");
        }

        @Override
        public Kind kind() {
            return Kind.REPLACED;
        }
    }

    /**
     * The elements that a list keeps are in another order. Comes after all other changes of that list.
     *
     * @param path the list's place
     * @param before the old list
     * @param after the new list
     * @param order the identities of all elements of the new list, in their order
     */
    record Reordered(ConfigPath path, ConfigArray before, ConfigArray after, List<PathSegment.Identity> order)
            implements Change {

        /** Rejects nulls and copies the list. */
        public Reordered {
            requireNonNull(path, "path");
            requireNonNull(before, "before");
            requireNonNull(after, "after");
            order = ImmutableList.copyOf(order);
        }

        @Override
        public Kind kind() {
            return Kind.REORDERED;
        }
    }
}
