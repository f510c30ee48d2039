// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.internal.tree.Children.Child;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a changed copy of a document. Only the containers on the way to a change are rebuilt; all else is shared.
 *
 * <p>Changes in the order of a diff cost time in proportion to their number and to the widths of the containers on the way to
 * them. A change that is refused changes nothing. <em>Not safe for use by multiple threads.</em>
 */
public final class DocumentEditor {

    private final TreeDocument document;
    private final Hasher hasher;
    private final OpenObject root;
    private long visits;

    /** Creates an editor that starts with this document's content. */
    public DocumentEditor(ConfigDocument document) {
        this.document = (TreeDocument) document;
        this.hasher = new Hasher();
        this.root = new OpenObject((ObjectNode) document.root(), null);
    }

    /**
     * Adds a value that was not there.
     *
     * @param index its place among its siblings; beyond their number it becomes the last, and a further element with the
     *     same identity stands behind the earlier ones
     * @throws IllegalArgumentException if the path's parent is no container of the matching kind, the key exists, an earlier
     *     element with the same identity does not, the index is negative
     */
    public void add(ConfigPath path, ConfigNode value, int index) {
        requireNonNull(value, "value");
        checkArgument(index >= 0, "an index must not be negative, not %s", index);
        openParent(path).add(last(path), value, index);
    }

    /**
     * Replaces a value.
     *
     * @throws IllegalArgumentException if there is none at this path
     */
    public void replace(ConfigPath path, ConfigNode value) {
        requireNonNull(value, "value");
        Open parent = openParent(path);
        parent.set(parent.find(last(path)), value);
    }

    /**
     * Removes a value.
     *
     * @throws IllegalArgumentException if there is none at this path
     */
    public void remove(ConfigPath path) {
        Open parent = openParent(path);
        parent.remove(parent.find(last(path)));
    }

    /**
     * Puts the elements of a list into this order.
     *
     * @throws IllegalArgumentException if there is no list at this path, or the order is not one of exactly its elements
     */
    public void reorder(ConfigPath path, List<PathSegment.Identity> order) {
        requireNonNull(order, "order");
        if (!(open(path) instanceof OpenArray array)) {
            throw new IllegalArgumentException("no list at " + path);
        }
        array.reorder(order);
    }

    /** Returns the document with all changes made so far. */
    public ConfigDocument toDocument() {
        return document.withRoot(root.freeze());
    }

    /** Returns how many children were looked at so far: what the changes cost, whatever the machine. */
    public long visits() {
        return visits;
    }

    private static PathSegment last(ConfigPath path) {
        return path.segments().get(path.depth() - 1);
    }

    private Open openParent(ConfigPath path) {
        checkArgument(!path.isRoot(), "the root can be neither added, replaced nor removed");
        return open(path.parent());
    }

    private Open open(ConfigPath path) {
        Open open = root;
        for (PathSegment segment : path.segments()) {
            open = open.open(open.find(segment));
        }
        return open;
    }

    /** A container under change. */
    private abstract class Open {

        final Children children = new Children(() -> visits++);

        /** Returns the child to which this segment leads. */
        abstract Child find(PathSegment segment);

        abstract void add(PathSegment segment, ConfigNode value, int index);

        abstract void set(Child child, ConfigNode value);

        abstract void remove(Child child);

        abstract ConfigNode freeze();

        Open open(Child child) {
            if (child.value instanceof Open open) {
                return open;
            }
            Open opened = open((ConfigNode) child.value);
            child.value = opened;
            return opened;
        }

        private Open open(ConfigNode node) {
            if (node instanceof ObjectNode object) {
                return new OpenObject(object, this instanceof OpenArray list ? list : null);
            }
            if (node instanceof ArrayNode array) {
                return new OpenArray(array);
            }
            throw new IllegalArgumentException(node.kind().description() + " has nothing below it");
        }

        List<ConfigNode> frozenChildren() {
            List<ConfigNode> frozen = new ArrayList<>(children.size());
            children.forEach(
                    child -> frozen.add(child.value instanceof Open open ? open.freeze() : (ConfigNode) child.value));
            return frozen;
        }

        static IllegalArgumentException noValue(PathSegment segment) {
            return new IllegalArgumentException("no value at " + segment);
        }
    }

    private final class OpenObject extends Open {

        private final ObjectNode original;
        private final @Nullable OpenArray list;
        private final Map<String, Child> members = new HashMap<>();
        private boolean hasOtherKeys;

        /**
         * Opens an object.
         *
         * @param list the list it is an element of, if it is one
         */
        OpenObject(ObjectNode original, @Nullable OpenArray list) {
            this.original = original;
            this.list = list;
            original.forEach((key, value) -> add(key, value, children.size()));
        }

        private void add(String key, ConfigNode value, int index) {
            Child child = new Child(key, value);
            members.put(key, child);
            children.moveTo(index);
            children.add(child);
        }

        /** Returns the value of this key, unless there is none or it is a container under change. */
        @Nullable
        ConfigNode valueOrNull(String key) {
            Child child = members.get(key);
            return child != null && child.value instanceof ConfigNode value ? value : null;
        }

        @Override
        Child find(PathSegment segment) {
            Child child = segment instanceof PathSegment.Key key ? members.get(key.name()) : null;
            if (child == null) {
                throw noValue(segment);
            }
            return child;
        }

        @Override
        void add(PathSegment segment, ConfigNode value, int index) {
            if (!(segment instanceof PathSegment.Key key) || members.containsKey(key.name())) {
                throw new IllegalArgumentException("no new key: " + segment);
            }
            add(key.name(), value, index);
            hasOtherKeys = true;
            changed(key.name());
        }

        @Override
        void set(Child child, ConfigNode value) {
            child.value = value;
            changed(child.name);
        }

        @Override
        void remove(Child child) {
            members.remove(child.name);
            children.remove(child);
            hasOtherKeys = true;
            changed(child.name);
        }

        private void changed(String key) {
            if (list != null) {
                list.memberChanged(key);
            }
        }

        @Override
        ConfigObject freeze() {
            ConfigNode[] values = frozenChildren().toArray(ConfigNode[]::new);
            return ObjectNode.of(original.source(), original.packedPosition(), hasher, frozenKeys(), values);
        }

        /** Sorting and hashing keys is what costs most, so they are made again only if there are others. */
        private ObjectShape frozenKeys() {
            if (!hasOtherKeys) {
                return original.sharedKeys();
            }
            List<String> names = new ArrayList<>(children.size());
            children.forEach(child -> names.add(child.name));
            return new ObjectShape(names, hasher);
        }
    }

    private final class OpenArray extends Open {

        private final ArrayNode original;

        /** The elements by identity, once asked for and until one of them gets another identity. */
        private @Nullable ElementIndex index;

        OpenArray(ArrayNode original) {
            this.original = original;
            for (ConfigNode element : original.elements()) {
                children.moveTo(children.size());
                children.add(new Child("", element));
            }
        }

        @Override
        Child find(PathSegment segment) {
            if (segment instanceof PathSegment.Index place && place.index() < children.size()) {
                return children.at(place.index());
            }
            Child child = segment instanceof PathSegment.Identity identity
                    ? index(identity.key()).find(identity)
                    : null;
            if (child == null) {
                throw noValue(segment);
            }
            return child;
        }

        private ElementIndex index(String key) {
            ElementIndex known = index;
            if (known == null || !known.key.equals(key)) {
                ElementIndex built = new ElementIndex(key);
                children.forEach(built::append);
                index = built;
                known = built;
            }
            return known;
        }

        @Override
        void add(PathSegment segment, ConfigNode value, int place) {
            checkArgument(!(segment instanceof PathSegment.Key), "no element of a list: %s", segment);
            Child earlier = earlier(segment);
            Child child = new Child("", value);
            children.moveTo(place);
            if (earlier == null || earlier.isBeforeCursor()) {
                children.add(child);
                indexAdded(segment, child, false);
            } else {
                children.addAfter(earlier, child);
                indexAdded(segment, child, true);
            }
        }

        /** Returns the element with the same identity that must stand before this one, if there must be one. */
        private @Nullable Child earlier(PathSegment segment) {
            return segment instanceof PathSegment.Identity identity && identity.occurrence() > 0
                    ? find(ElementIdentities.withOccurrence(identity, identity.occurrence() - 1))
                    : null;
        }

        private void indexAdded(PathSegment segment, Child child, boolean isBehindEarlier) {
            if (index != null
                    && segment instanceof PathSegment.Identity identity
                    && ElementIdentities.withOccurrence(identity, 0).equals(index.identityOf(child))) {
                index.add(identity, child, isBehindEarlier);
            } else {
                index = null;
            }
        }

        @Override
        void set(Child child, ConfigNode value) {
            PathSegment.Identity before = index == null ? null : index.identityOf(child);
            child.value = value;
            if (index != null && !Objects.equals(before, index.identityOf(child))) {
                index = null;
            }
        }

        @Override
        void remove(Child child) {
            if (index != null) {
                index.remove(child);
            }
            children.remove(child);
        }

        /** Takes note that a member of an element came, went or became another one. */
        void memberChanged(String key) {
            if (index != null && index.key.equals(key)) {
                index = null;
            }
        }

        void reorder(List<PathSegment.Identity> order) {
            int size = children.size();
            checkArgument(order.size() == size, "%s places for %s elements", order.size(), size);
            Set<Child> ordered = new LinkedHashSet<>();
            for (PathSegment.Identity identity : order) {
                Child child = index(identity.key()).find(identity);
                checkArgument(child != null, "no element %s", identity);
                ordered.add(child);
            }
            checkArgument(ordered.size() == size, "an element has two places");
            children.reorder(ordered);
            index = null;
        }

        @Override
        ConfigArray freeze() {
            ConfigNode[] elements = frozenChildren().toArray(ConfigNode[]::new);
            return ArrayNode.of(original.source(), original.packedPosition(), hasher, elements);
        }
    }

    /** The elements of a list by the value of one key, those that share a value in their order. */
    private static final class ElementIndex {

        final String key;
        private final Map<PathSegment.Identity, List<Child>> elements = new HashMap<>();

        ElementIndex(String key) {
            this.key = key;
        }

        /** Returns the identity of an element, as if it were the first that has it; null if it has none. */
        PathSegment.@Nullable Identity identityOf(Child element) {
            ConfigNode value = element.value instanceof OpenObject open
                    ? ElementIdentities.identity(open.valueOrNull(key))
                    : element.value instanceof ConfigNode node ? ElementIdentities.valueOf(node, key) : null;
            return value == null ? null : PathSegment.Identity.of(key, value, 0);
        }

        @Nullable
        Child find(PathSegment.Identity identity) {
            List<Child> same = elements.getOrDefault(ElementIdentities.withOccurrence(identity, 0), List.of());
            return identity.occurrence() < same.size() ? same.get(identity.occurrence()) : null;
        }

        void append(Child element) {
            PathSegment.Identity identity = identityOf(element);
            if (identity != null) {
                same(identity).add(element);
            }
        }

        private List<Child> same(PathSegment.Identity identity) {
            return elements.computeIfAbsent(ElementIdentities.withOccurrence(identity, 0), key -> new ArrayList<>(1));
        }

        /** Adds an element that stands at the cursor, or directly behind the occurrence before its own. */
        void add(PathSegment.Identity identity, Child element, boolean isBehindEarlier) {
            List<Child> same = same(identity);
            int place = isBehindEarlier ? identity.occurrence() : same.size();
            while (!isBehindEarlier && place > 0 && !same.get(place - 1).isBeforeCursor()) {
                place--;
            }
            same.add(place, element);
        }

        void remove(Child element) {
            PathSegment.Identity identity = identityOf(element);
            if (identity != null) {
                List<Child> same = same(identity);
                same.remove(same.lastIndexOf(element));
            }
        }
    }
}
