// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.diff;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.internal.tree.DocumentEditor;
import java.util.List;

/**
 * The difference between two documents, as a list of changes.
 *
 * <p>Each change stands at the highest place where the documents differ. Applied in order to the old document, the changes
 * give the new one. A document does not differ from itself, nor from one with other key order, spacing or number spelling.
 * The cost follows the widths of the containers on the way to the changes, not the size of the documents.
 * <em>Immutable.</em>
 *
 * @param changes the changes: of an object in file order, old keys first; of a list removals, edits, additions, reorder
 */
public record ConfigDiff(List<Change> changes) {

    /** Copies the list. */
    public ConfigDiff {
        changes = ImmutableList.copyOf(changes);
    }

    /** Compares two documents; lists that have identities are compared element by element. */
    public static ConfigDiff between(ConfigDocument before, ConfigDocument after, ListIdentities identities) {
        requireNonNull(identities, "identities");
        return new ConfigDiff(new DiffWalk(identities).compare(before.root(), after.root()));
    }

    /** Returns whether there is no difference. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /**
     * Applies changes to a document, one after the other.
     *
     * @throws IllegalArgumentException if a change does not fit: its place is missing, or taken
     */
    public static ConfigDocument apply(ConfigDocument document, List<Change> changes) {
        DocumentEditor editor = new DocumentEditor(document);
        changes.forEach(change -> apply(editor, change));
        return editor.toDocument();
    }

    private static void apply(DocumentEditor editor, Change change) {
        switch (change.kind()) {
            case ADDED -> {
                Change.Added added = (Change.Added) change;
                editor.add(added.path(), added.after(), added.index());
            }
            case REMOVED -> editor.remove(change.path());
            case REPLACED -> editor.replace(change.path(), ((Change.Replaced) change).after());
            case REORDERED -> editor.reorder(change.path(), ((Change.Reordered) change).order());
        }
    }
}
