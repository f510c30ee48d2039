// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.state;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.internal.tree.TreeDocument;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The documents of history. The newest is kept whole, each other one as what differs from the next, so that many of them take little
 * more memory than one. Guarded by its owner's lock.
 *
 * <p>What is handed out refers to nothing that comes after that: a host that holds an old entry does not hold all that follow.
 */
final class KeptDocuments {

    /** From the earliest to the newest. */
    private final List<Place> places = new ArrayList<>();

    /** Where one document is kept. Compared by identity. */
    static final class Place {

        /** Lets the document be recognised while it is used elsewhere. */
        private final WeakReference<ConfigDocument> known;

        /** Null in the newest. */
        private TreeDocument.@Nullable Kept kept;

        private int uses;

        private Place(ConfigDocument document) {
            this.known = new WeakReference<>(document);
        }

        void use() {
            uses++;
        }

        void release() {
            uses--;
        }
    }

    private @Nullable ConfigDocument newest;

    /** Returns the place of a document, which is added if it has none. */
    @SuppressWarnings("ReferenceEquality") // equal documents may differ in their positions
    Place add(ConfigDocument document) {
        for (Place place : places) {
            if (place.known.get() == document) {
                return place;
            }
        }
        if (newest != null) {
            places.get(places.size() - 1).kept = ((TreeDocument) newest).keptBeside(document);
        }
        newest = document;
        Place place = new Place(document);
        places.add(place);
        return place;
    }

    /** Forgets all documents that nobody uses, but for the newest. */
    void removeUnused() {
        for (int i = places.size() - 2; i >= 0; i--) {
            Place unused = places.get(i);
            if (unused.uses == 0) {
                if (i > 0) {
                    Place before = places.get(i - 1);
                    before.kept = requireNonNull(before.kept).after(requireNonNull(unused.kept));
                }
                places.remove(i);
            }
        }
    }

    /** Returns all documents. Each that is not the newest makes its tree when it is first asked for a value. */
    Map<Place, ConfigDocument> documents() {
        Map<Place, ConfigDocument> documents = new HashMap<>();
        ConfigDocument later = newest;
        for (int i = places.size() - 1; i >= 0; i--) {
            TreeDocument.Kept kept = places.get(i).kept;
            later = kept == null ? requireNonNull(later) : kept.document(requireNonNull(later));
            documents.put(places.get(i), later);
        }
        return documents;
    }
}
