// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How an earlier tree is made of a later one: what both have is named, also where its lines have moved, and only the rest is kept.
 * The tree that it makes is the earlier one in all that can be asked of it. <em>Immutable.</em>
 */
final class TreeDelta {

    /** Makes the root; its counterpart is the later root. */
    private final Part root;

    private TreeDelta(Part root) {
        this.root = root;
    }

    /** Takes a pass over what is no shared object. */
    static TreeDelta between(ObjectNode earlier, ObjectNode later) {
        Parts parts = new Parts(new ConfigNode[] {later});
        parts.add(earlier, 0);
        return new TreeDelta(parts.list().get(0));
    }

    /** Returns the earlier tree. Takes time in proportion to what has moved and to the widths of the containers around changes. */
    ObjectNode earlier(ObjectNode later) {
        return (ObjectNode) make(ImmutableList.of(root), 1, new ConfigNode[] {later})[0];
    }

    /** Returns how the earlier tree is made of one that is later still, of which the later one is made by the other delta. */
    TreeDelta after(TreeDelta other) {
        List<Part> composed = new ArrayList<>();
        root.compose(ImmutableList.of(other.root), composed);
        return new TreeDelta(composed.get(0));
    }

    private static ConfigNode[] make(List<Part> parts, int size, ConfigNode[] later) {
        ConfigNode[] made = new ConfigNode[size];
        int index = 0;
        for (Part part : parts) {
            part.make(made, index, later);
            index += part.count();
        }
        return made;
    }

    /** Some of the children of an earlier container. */
    private sealed interface Part {

        /** Returns how many. */
        int count();

        /** Puts them into an array, from an index on, made of the children of the later container. */
        void make(ConfigNode[] made, int index, ConfigNode[] later);

        /** Adds what makes them of an even later container, of whose children these parts make those of the later one. */
        void compose(List<Part> others, List<Part> composed);

        /** Returns some of them, with a distance added to their positions. */
        Part moved(int from, int to, long distance);

        /** Returns what makes them if the children of the later container, and all below, are a distance away. */
        Part ofMoved(long distance);
    }

    /** A node that the later container lacks. */
    private record Own(ConfigNode node) implements Part {

        @Override
        public int count() {
            return 1;
        }

        @Override
        public void make(ConfigNode[] made, int index, ConfigNode[] later) {
            made[index] = node;
        }

        @Override
        public void compose(List<Part> others, List<Part> composed) {
            composed.add(this);
        }

        @Override
        public Part moved(int from, int to, long distance) {
            return new Own((ConfigNode) ((AbstractNode) node).moved(distance));
        }

        @Override
        public Part ofMoved(long distance) {
            return this;
        }
    }

    /** Children of the later container that stand next to each other, with a distance added to their positions. */
    private record Run(int first, int count, long distance) implements Part {

        @Override
        public void make(ConfigNode[] made, int index, ConfigNode[] later) {
            for (int i = 0; i < count; i++) {
                made[index + i] = (ConfigNode) ((AbstractNode) later[first + i]).moved(distance);
            }
        }

        @Override
        public void compose(List<Part> others, List<Part> composed) {
            int start = 0;
            for (Part other : others) {
                int from = Math.max(first - start, 0);
                int to = Math.min(first + count - start, other.count());
                if (from < to) {
                    composed.add(other.moved(from, to, distance));
                }
                start += other.count();
            }
        }

        @Override
        public Part moved(int from, int to, long more) {
            return new Run(first + from, to - from, distance + more);
        }

        @Override
        public Part ofMoved(long more) {
            return new Run(first, count, distance + more);
        }
    }

    /**
     * A container that differs from its counterpart.
     *
     * @param counterpart the index of that among the children of the later container
     * @param keys null for a list
     */
    private record Changed(
            int counterpart,
            String source,
            long position,
            @Nullable ObjectShape keys,
            int size,
            List<Part> parts) implements Part {

        @Override
        public int count() {
            return 1;
        }

        @Override
        public void make(ConfigNode[] made, int index, ConfigNode[] later) {
            made[index] = container(later[counterpart]);
        }

        private ConfigNode container(ConfigNode other) {
            ConfigNode[] children = TreeDelta.make(parts, size, ((ContainerNode) other).children());
            return keys == null
                    ? ArrayNode.of(source, position, new Hasher(), children)
                    : ObjectNode.of(source, position, new Hasher(), keys, children);
        }

        @Override
        public void compose(List<Part> others, List<Part> composed) {
            int start = 0;
            for (Part other : others) {
                if (counterpart >= start && counterpart < start + other.count()) {
                    composed.add(composed(other, counterpart - start));
                }
                start += other.count();
            }
        }

        private Part composed(Part other, int index) {
            if (other instanceof Run run) {
                return with(run.first + index, position, map(part -> part.ofMoved(run.distance)));
            }
            if (other instanceof Changed changed) {
                List<Part> composed = new ArrayList<>();
                parts.forEach(part -> part.compose(changed.parts, composed));
                return with(changed.counterpart, position, composed);
            }
            return new Own(container(((Own) other).node));
        }

        @Override
        public Part moved(int from, int to, long distance) {
            return with(counterpart, position + distance, map(part -> part.moved(0, part.count(), distance)));
        }

        @Override
        public Part ofMoved(long distance) {
            return with(counterpart, position, map(part -> part.ofMoved(distance)));
        }

        private List<Part> map(UnaryOperator<Part> function) {
            return parts.stream().map(function).collect(ImmutableList.toImmutableList());
        }

        private Changed with(int otherCounterpart, long otherPosition, List<Part> otherParts) {
            return new Changed(otherCounterpart, source, otherPosition, keys, size, ImmutableList.copyOf(otherParts));
        }
    }

    /** Collects the parts of one container. */
    private static final class Parts {

        private final ConfigNode[] later;
        private final List<Part> parts = new ArrayList<>();
        private int runFirst;
        private int runCount;
        private long runDistance;

        Parts(ConfigNode[] later) {
            this.later = later;
        }

        /** Adds the next child, whose counterpart has this index; -1 if it has none. */
        void add(ConfigNode child, int counterpart) {
            if (counterpart < 0) {
                end().add(new Own(child));
                return;
            }
            AbstractNode mine = (AbstractNode) child;
            AbstractNode other = (AbstractNode) later[counterpart];
            long distance = mine.packedPosition() - other.packedPosition();
            if (mine.isMoved(other, distance)) {
                addMoved(counterpart, distance);
            } else if (mine instanceof ObjectNode object && other instanceof ObjectNode changed) {
                end().add(changed(counterpart, object, changed));
            } else if (mine instanceof ArrayNode list && other instanceof ArrayNode changed) {
                end().add(changed(counterpart, list, changed));
            } else {
                end().add(new Own(child));
            }
        }

        private void addMoved(int counterpart, long distance) {
            if (distance != runDistance || counterpart != runFirst + runCount) {
                end();
            }
            if (runCount == 0) {
                runFirst = counterpart;
                runDistance = distance;
            }
            runCount++;
        }

        private List<Part> end() {
            if (runCount > 0) {
                parts.add(new Run(runFirst, runCount, runDistance));
                runCount = 0;
            }
            return parts;
        }

        List<Part> list() {
            return ImmutableList.copyOf(end());
        }
    }

    private static Changed changed(int counterpart, ObjectNode earlier, ObjectNode later) {
        Parts parts = new Parts(later.children());
        boolean sameKeys = earlier.sharesKeysWith(later);
        for (int i = 0; i < earlier.size(); i++) {
            parts.add(earlier.value(i), sameKeys ? i : later.indexOf(earlier.key(i)));
        }
        return new Changed(
                counterpart,
                earlier.source(),
                earlier.packedPosition(),
                earlier.sharedKeys(),
                earlier.size(),
                parts.list());
    }

    /** Equal elements at both ends are each other's counterparts; between them, those with the same index are. */
    private static Changed changed(int counterpart, ArrayNode earlier, ArrayNode later) {
        Parts parts = new Parts(later.children());
        int shared = Math.min(earlier.size(), later.size());
        int first = earlier.firstDifference(later, 0);
        int atStart = first < 0 ? shared : first;
        int endStart = earlier.size() - earlier.equalAtEnd(later, shared - atStart);
        int fromEnd = later.size() - earlier.size();
        for (int i = 0; i < earlier.size(); i++) {
            int other = i < endStart ? i : i + fromEnd;
            boolean hasNone = i >= atStart && i < endStart && other >= endStart + fromEnd;
            parts.add(earlier.element(i), hasNone ? -1 : other);
        }
        return new Changed(counterpart, earlier.source(), earlier.packedPosition(), null, earlier.size(), parts.list());
    }
}
