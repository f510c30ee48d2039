package dev.agentreload.core.config;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Builds a tree of nodes, leaves first, from the tokens of a source, and collects what is wrong with it on the way. All
 * sources go through here, so that the same content gives the same tree. <em>Not safe for use by multiple threads.</em>
 */
final class TreeBuilder {

    private final ConfigReader reader;
    private final ProblemCollector problems;
    private final Hasher hasher;
    private final Placeholders placeholders;
    private final NodeOrigin origin;
    private final KeyTrails trails;
    private final Frame outside;
    private Frame frame;
    private boolean tooDeep;

    TreeBuilder(ConfigReader reader, String source, ProblemCollector problems) {
        this(reader, source, problems, reader.placeholders());
    }

    TreeBuilder(ConfigReader reader, String source, ProblemCollector problems, PlaceholderResolver resolver) {
        this.reader = reader;
        this.problems = problems;
        this.hasher = new Hasher(reader.fingerprintKey());
        this.placeholders = new Placeholders(resolver);
        this.origin = new NodeOrigin(source, reader.fingerprintKey());
        this.trails = new KeyTrails(reader.secrets(), reader.fingerprintKey());
        this.outside = new Frame(null, trails.empty());
        this.frame = outside;
    }

    /** Returns the tree, or null while it is not complete. */
    @Nullable
    ConfigNode root() {
        return outside.first();
    }

    /** Returns whether something lay too deep. */
    boolean isTooDeep() {
        return tooDeep;
    }

    /** Reports what is wrong with the objects that the source did not end. */
    void finish() {
        while (frame.parent != null) {
            if (frame.trail != null) {
                reportDuplicates(frame.trail.keys(trails));
            }
            frame = frame.close();
        }
    }

    /** Opens an object; false means that it lies too deep and the caller is to skip it. */
    boolean startObject(long position) {
        return start(position, trails.empty());
    }

    /** Opens a list; false means that it lies too deep and the caller is to skip it. */
    boolean startArray(long position) {
        return start(position, null);
    }

    private boolean start(long position, @Nullable KeyTrail trail) {
        if (frame.depth == reader.limits().depth()) {
            String limit = "expected at most " + reader.limits().depth() + " objects and lists in each other";
            problem(position, "nested too deep", limit);
            tooDeep = true;
            nullValue(position);
            return false;
        }
        frame = frame.open(position, trail);
        return true;
    }

    void key(String name, long position) {
        KeyTrail trail = frame.requireTrail();
        frame.key(trail.isEmpty() ? frame.around.first(name, trails) : trail.next(name, trails), position);
    }

    /** Closes what was opened last and is still open. */
    void end() {
        KeyTrail trail = frame.trail;
        AbstractConfigNode container = trail == null
                ? ConfigArray.of(origin, frame.position, hasher, frame.values(), frame.words)
                : object(trail);
        frame = frame.close();
        frame.add(container);
    }

    private ConfigObject object(KeyTrail trail) {
        Keys keys = trail.keys(trails);
        if (trail.hasDuplicates()) {
            reportDuplicates(keys);
        }
        return ConfigObject.of(origin, frame.position, hasher, keys, frame.values(), frame.words);
    }

    private void reportDuplicates(Keys keys) {
        for (int index : keys.duplicates()) {
            String name = keys.name(index);
            problems.add(ConfigProblem.error(
                    frame.ownPath().key(name),
                    PackedPosition.unpack(origin.source(), frame.keyPosition(index)),
                    "duplicate key [" + name + "]",
                    "expected each key once"));
        }
    }

    void string(String text, long position) {
        if (Placeholders.mayBeIn(text)) {
            String value = placeholders.resolve(text, reason -> problem(position, reason, ""));
            boolean secret = placeholders.wasSecret() || frame.secretString;
            frame.add(new ConfigString(origin, position, secret, new ConfigString.Resolved(value, text)));
        } else {
            frame.add(new ConfigString(origin, position, frame.secretString, text));
        }
    }

    /** Returns the words to which the content of a string may be added before it is given to {@link #plainString}. */
    Words words() {
        return frame.words;
    }

    /** Takes a string without placeholders whose content was added to {@link #words}. */
    void plainString(String text, long position) {
        frame.addHashed(new ConfigString(origin, position, frame.secretString, text));
    }

    void number(long value, long position) {
        frame.add(new ConfigNumber(origin, position, frame.secretOther, value));
    }

    void number(String text, long position) {
        BigDecimal value = Decimals.parse(text);
        if (value == null) {
            problem(position, "number out of range", "expected " + Decimals.RANGE);
            nullValue(position);
        } else {
            number(value, position);
        }
    }

    void number(BigDecimal value, long position) {
        frame.add(new ConfigNumber(origin, position, frame.secretOther, value));
    }

    void booleanValue(boolean value, long position) {
        frame.add(new ConfigBoolean(origin, position, frame.secretOther, value));
    }

    void nullValue(long position) {
        frame.add(new ConfigNull(origin, position, frame.secretOther));
    }

    void problem(long position, String message, String hint) {
        problems.add(ConfigProblem.error(path(), PackedPosition.unpack(origin.source(), position), message, hint));
    }

    /** Returns the path of the value that is read next, or was begun. */
    ConfigPath path() {
        return frame.path();
    }

    /** An open object or list, or the outside of the document. Frames are used again by later containers at their depth. */
    private static final class Frame {

        private static final int INITIAL_SIZE = 8;

        private final @Nullable Frame parent;
        private final int depth;
        private @Nullable Frame child;
        private long position;
        private @Nullable KeyTrail trail;

        /** The key that this container, or the outermost of the lists around it, stands below. */
        private KeyTrail around;

        private Secrecy secrecy = Secrecy.NONE;
        private final Words words = new Words();
        private ConfigNode[] values = new ConfigNode[1];

        /** Neighbours often have as many members, and an array of the right length need not be copied. */
        private int expectedSize = INITIAL_SIZE;

        private long[] keyPositions = new long[INITIAL_SIZE];
        private int size;

        /** Whether a string that stands here next is secret, and whether any other scalar is. */
        private boolean secretString;

        private boolean secretOther;

        Frame(@Nullable Frame parent, KeyTrail around) {
            this.parent = parent;
            this.around = around;
            this.depth = parent == null ? 0 : parent.depth + 1;
        }

        Frame open(long start, @Nullable KeyTrail noKeys) {
            Frame opened = child;
            if (opened == null) {
                opened = new Frame(this, around);
                child = opened;
            }
            opened.values = new ConfigNode[opened.expectedSize];
            opened.position = start;
            opened.trail = noKeys;
            opened.around = trail == null ? around : trail;
            opened.secrecy = trail == null ? secrecy : secrecy.and(trail.secrecy());
            opened.secretOther = opened.secrecy == Secrecy.ALL_BELOW;
            opened.secretString = opened.secrecy != Secrecy.NONE;
            return opened;
        }

        Frame close() {
            expectedSize = size;
            size = 0;
            words.clear();
            return requireParent();
        }

        void key(KeyTrail next, long keyPosition) {
            trail = next;
            secretString = secrecy != Secrecy.NONE || next.secrecy() == Secrecy.STRINGS;
            if (size == keyPositions.length) {
                keyPositions = Arrays.copyOf(keyPositions, size * 2);
            }
            keyPositions[size] = keyPosition;
        }

        void add(AbstractConfigNode node) {
            node.addTo(words);
            addHashed((ConfigNode) node);
        }

        /** Adds a node whose content was added before. */
        void addHashed(ConfigNode node) {
            if (size == values.length) {
                values = Arrays.copyOf(values, Math.max(INITIAL_SIZE, size * 2));
            }
            values[size++] = node;
        }

        @Nullable
        ConfigNode first() {
            return size == 0 ? null : values[0];
        }

        ConfigNode[] values() {
            return values.length == size ? values : Arrays.copyOf(values, size);
        }

        long keyPosition(int index) {
            return keyPositions[index];
        }

        KeyTrail requireTrail() {
            if (trail == null) {
                throw new IllegalStateException("a list has no keys");
            }
            return trail;
        }

        private Frame requireParent() {
            if (parent == null) {
                throw new IllegalStateException("nothing is open");
            }
            return parent;
        }

        /** Returns the path of the container itself. */
        ConfigPath ownPath() {
            return parent == null ? ConfigPath.root() : parent.path();
        }

        /** Returns the path of the value that stands here next. */
        ConfigPath path() {
            if (parent == null) {
                return ConfigPath.root();
            }
            if (trail == null) {
                return ownPath().index(size);
            }
            return trail.isEmpty() ? ownPath() : ownPath().key(trail.name());
        }
    }
}
