package dev.agentreload.core.config;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a changed copy of a document. Only the containers on the way to a change are built anew; all else is shared.
 *
 * <p>Nodes that are put in must come from documents with the same {@link FingerprintKey}. <em>Not safe for use by multiple
 * threads.</em>
 */
public final class DocumentEditor {

    private final ConfigDocument document;
    private final Hasher hasher;
    private final OpenObject root;

    /** Creates an editor that starts with this document's content. */
    public DocumentEditor(ConfigDocument document) {
        this.document = document;
        this.hasher = new Hasher(document.reader().fingerprintKey());
        this.root = new OpenObject(document.root());
    }

    /**
     * Adds a value that was not there.
     *
     * @param index its place among its siblings; beyond their number it becomes the last, and a further element with the
     *     same identity stands behind the earlier ones
     * @throws IllegalArgumentException if the path's parent is no container of the matching kind, the key exists, or an
     *     earlier element with the same identity does not
     */
    public void add(ConfigPath path, ConfigNode value, int index) {
        open(path.parent()).add(last(path), value, index);
    }

    /**
     * Replaces a value.
     *
     * @throws IllegalArgumentException if there is none at this path
     */
    public void replace(ConfigPath path, ConfigNode value) {
        Open parent = open(path.parent());
        parent.set(parent.indexOf(last(path)), value);
    }

    /**
     * Removes a value.
     *
     * @throws IllegalArgumentException if there is none at this path
     */
    public void remove(ConfigPath path) {
        Open parent = open(path.parent());
        parent.remove(parent.indexOf(last(path)));
    }

    /**
     * Puts the elements of a list into this order.
     *
     * @throws IllegalArgumentException if there is no list at this path, or the order is not one of exactly its elements
     */
    public void reorder(ConfigPath path, List<PathSegment.Identity> order) {
        if (!(open(path) instanceof OpenArray array)) {
            throw new IllegalArgumentException("no list at " + path);
        }
        array.reorder(order);
    }

    /** Returns the document with all changes made so far. */
    public ConfigDocument toDocument() {
        return new ConfigDocument(document.source(), root.freeze(hasher), document.reader());
    }

    private static PathSegment last(ConfigPath path) {
        return path.segments().get(path.depth() - 1);
    }

    private Open open(ConfigPath path) {
        Open open = root;
        for (PathSegment segment : path.segments()) {
            open = open.open(open.indexOf(segment));
        }
        return open;
    }

    /** A container under change. Its children are nodes, or containers that are under change too. */
    private abstract static class Open {

        final List<Object> children = new ArrayList<>();

        abstract int indexOf(PathSegment segment);

        abstract void add(PathSegment segment, ConfigNode value, int index);

        abstract ConfigNode freeze(Hasher hasher);

        abstract void remove(int index);

        void set(int index, ConfigNode value) {
            children.set(index, value);
        }

        Open open(int index) {
            Object child = children.get(index);
            if (child instanceof Open open) {
                return open;
            }
            Open opened = open((ConfigNode) child);
            children.set(index, opened);
            return opened;
        }

        private static Open open(ConfigNode node) {
            if (node instanceof ConfigObject object) {
                return new OpenObject(object);
            }
            if (node instanceof ConfigArray array) {
                return new OpenArray(array);
            }
            throw new IllegalArgumentException(node.kind().description() + " has nothing below it");
        }

        ConfigNode[] frozenChildren(Hasher hasher) {
            ConfigNode[] frozen = new ConfigNode[children.size()];
            for (int i = 0; i < frozen.length; i++) {
                frozen[i] = frozen(children.get(i), hasher);
            }
            return frozen;
        }

        static ConfigNode frozen(Object child, Hasher hasher) {
            return child instanceof Open open ? open.freeze(hasher) : (ConfigNode) child;
        }

        static IllegalArgumentException noValue(PathSegment segment) {
            return new IllegalArgumentException("no value at " + segment);
        }
    }

    private static final class OpenObject extends Open {

        private final ConfigObject original;
        private final List<String> names;

        OpenObject(ConfigObject original) {
            this.original = original;
            this.names = new ArrayList<>(original.keys());
            original.forEach((key, value) -> children.add(value));
        }

        @Override
        int indexOf(PathSegment segment) {
            int index = segment instanceof PathSegment.Key key ? names.indexOf(key.name()) : -1;
            if (index < 0) {
                throw noValue(segment);
            }
            return index;
        }

        @Override
        void add(PathSegment segment, ConfigNode value, int index) {
            if (!(segment instanceof PathSegment.Key key) || names.contains(key.name())) {
                throw new IllegalArgumentException("no new key: " + segment);
            }
            int place = Math.min(index, names.size());
            names.add(place, key.name());
            children.add(place, value);
        }

        @Override
        void remove(int index) {
            names.remove(index);
            children.remove(index);
        }

        @Override
        ConfigObject freeze(Hasher hasher) {
            ConfigNode[] values = frozenChildren(hasher);
            Keys keys = new Keys(names, hasher);
            return ConfigObject.of(original.origin(), original.packedPosition(), hasher, keys, values);
        }
    }

    private static final class OpenArray extends Open {

        private final ConfigArray original;

        OpenArray(ConfigArray original) {
            this.original = original;
            children.addAll(original.elements());
        }

        @Override
        int indexOf(PathSegment segment) {
            if (segment instanceof PathSegment.Index index && index.index() < children.size()) {
                return index.index();
            }
            if (segment instanceof PathSegment.Identity identity) {
                Integer index = indexes(identity.key()).get(identity);
                if (index != null) {
                    return index;
                }
            }
            throw noValue(segment);
        }

        private Map<PathSegment.Identity, Integer> indexes(String key) {
            Map<PathSegment.Identity, Integer> indexes = new HashMap<>();
            Map<ConfigNode, Integer> occurrences = new HashMap<>();
            for (int i = 0; i < children.size(); i++) {
                ConfigNode value = valueOf(children.get(i), key);
                if (value != null && !value.kind().isContainer() && value.kind() != ConfigNode.Kind.NULL) {
                    int occurrence = occurrences.merge(value, 1, Integer::sum) - 1;
                    indexes.put(PathSegment.Identity.of(key, value, occurrence), i);
                }
            }
            return indexes;
        }

        private static @Nullable ConfigNode valueOf(Object element, String key) {
            if (element instanceof OpenObject open) {
                int index = open.names.indexOf(key);
                return index >= 0 && open.children.get(index) instanceof ConfigNode value ? value : null;
            }
            return element instanceof ConfigObject object ? object.valueOrNull(key) : null;
        }

        @Override
        void add(PathSegment segment, ConfigNode value, int index) {
            children.add(Math.min(Math.max(index, first(segment)), children.size()), value);
        }

        /** Returns the first place where an element has this path: behind all earlier occurrences of its identity. */
        private int first(PathSegment segment) {
            if (!(segment instanceof PathSegment.Identity identity) || identity.occurrence() == 0) {
                return 0;
            }
            return 1
                    + indexOf(new PathSegment.Identity(
                            identity.key(), identity.kind(), identity.value(), identity.occurrence() - 1));
        }

        @Override
        void remove(int index) {
            children.remove(index);
        }

        void reorder(List<PathSegment.Identity> order) {
            checkArgument(order.size() == children.size(), "%s places for %s elements", order.size(), children.size());
            Map<PathSegment.Identity, Integer> indexes =
                    order.isEmpty() ? Map.of() : indexes(order.get(0).key());
            Map<Integer, Object> ordered = new LinkedHashMap<>();
            for (PathSegment.Identity identity : order) {
                Integer index = indexes.get(identity);
                checkArgument(index != null, "no element %s", identity);
                ordered.put(index, children.get(index));
            }
            checkArgument(ordered.size() == children.size(), "an element has two places");
            children.clear();
            children.addAll(ordered.values());
        }

        @Override
        ConfigArray freeze(Hasher hasher) {
            return ConfigArray.of(original.origin(), original.packedPosition(), hasher, frozenChildren(hasher));
        }
    }
}
