package dev.agentreload.core.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a tree of nodes, leaves first, from the tokens of a source, and collects what is wrong with it on the way. All
 * sources go through here, so that the same content gives the same tree. <em>Not safe for use by multiple threads.</em>
 */
final class TreeBuilder {

    private final ConfigReader reader;
    private final String source;
    private final ProblemCollector problems;
    private final Hasher hasher;
    private final Placeholders placeholders;
    private final NodeOrigin origin;
    private final KeyTrail noKeys = KeyTrail.empty();
    private final List<Frame> frames = new ArrayList<>();
    private int depth;
    private @Nullable ConfigNode root;

    TreeBuilder(ConfigReader reader, String source, ProblemCollector problems) {
        this.reader = reader;
        this.source = source;
        this.problems = problems;
        this.hasher = new Hasher(reader.fingerprintKey());
        this.placeholders = new Placeholders(reader.placeholders());
        this.origin = new NodeOrigin(source);
    }

    /** Returns the tree, or null while it is not complete. */
    @Nullable
    ConfigNode root() {
        return root;
    }

    /** Opens an object; false means that it lies too deep and the caller is to skip it. */
    boolean startObject(long position) {
        return start(position, noKeys);
    }

    /** Opens a list; false means that it lies too deep and the caller is to skip it. */
    boolean startArray(long position) {
        return start(position, null);
    }

    private boolean start(long position, @Nullable KeyTrail trail) {
        if (depth == reader.limits().depth()) {
            String limit = "expected at most " + reader.limits().depth() + " objects and lists in each other";
            problem(position, "nested too deep", limit);
            nullValue(position);
            return false;
        }
        Secrecy secrecy = depth == 0 ? Secrecy.NONE : top().secrecyBelow();
        if (frames.size() == depth) {
            frames.add(new Frame());
        }
        frames.get(depth++).open(position, trail, secrecy);
        return true;
    }

    void key(String name, long position) {
        Frame frame = top();
        frame.key(frame.requireTrail().next(name, reader.secrets()), position);
    }

    void endObject() {
        Frame frame = top();
        Keys keys = frame.requireTrail().keys(hasher);
        for (int index : frame.requireTrail().duplicates()) {
            problems.add(ConfigProblem.error(
                    pathOf(depth - 1).key(keys.name(index)),
                    PackedPosition.unpack(source, frame.keyPosition(index)),
                    "duplicate key [" + keys.name(index) + "]",
                    "expected each key once"));
        }
        origin.at(frame.position, false);
        ConfigObject object = ConfigObject.of(origin, hasher, keys, frame.close());
        depth--;
        add(object);
    }

    void endArray() {
        Frame frame = top();
        origin.at(frame.position, false);
        ConfigArray array = ConfigArray.of(origin, hasher, frame.close());
        depth--;
        add(array);
    }

    void string(String text, long position) {
        String value = placeholders.resolve(text, reason -> problem(position, reason, ""));
        boolean secret = placeholders.wasSecret() || isSecretHere(Secrecy.STRINGS);
        origin.at(position, secret);
        add(value.equals(text) ? ConfigString.of(origin, hasher, value) : ConfigString.of(origin, hasher, value, text));
    }

    void number(long value, long position) {
        add(ConfigNumber.of(originHere(position), hasher, value));
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
        add(ConfigNumber.of(originHere(position), hasher, value));
    }

    void booleanValue(boolean value, long position) {
        add(ConfigBoolean.of(originHere(position), hasher, value));
    }

    void nullValue(long position) {
        add(ConfigNull.of(originHere(position), hasher));
    }

    void problem(long position, String message, String hint) {
        problems.add(ConfigProblem.error(path(), PackedPosition.unpack(source, position), message, hint));
    }

    /** Returns the path of the value that is read next, or was begun. */
    ConfigPath path() {
        return pathOf(depth);
    }

    private ConfigPath pathOf(int frameCount) {
        ConfigPath path = ConfigPath.root();
        for (Frame frame : frames.subList(0, frameCount)) {
            path = frame.extend(path);
        }
        return path;
    }

    private NodeOrigin originHere(long position) {
        return origin.at(position, isSecretHere(Secrecy.ALL_BELOW));
    }

    private boolean isSecretHere(Secrecy needed) {
        if (depth == 0) {
            return false;
        }
        Frame frame = top();
        return frame.secrecy.compareTo(needed) >= 0
                || (needed == Secrecy.STRINGS && frame.keySecrecy() == Secrecy.STRINGS);
    }

    private void add(ConfigNode node) {
        if (depth == 0) {
            root = node;
        } else {
            top().add(node);
        }
    }

    private Frame top() {
        return frames.get(depth - 1);
    }

    /** An open object or list. Frames are used again for the next container at their depth. */
    private static final class Frame {

        private long position;
        private @Nullable KeyTrail trail;
        private Secrecy secrecy = Secrecy.NONE;
        private ConfigNode[] values = new ConfigNode[8];
        private long[] keyPositions = new long[8];
        private int size;

        void open(long start, @Nullable KeyTrail noKeys, Secrecy inherited) {
            position = start;
            trail = noKeys;
            secrecy = inherited;
            size = 0;
        }

        void key(KeyTrail next, long keyPosition) {
            trail = next;
            if (size == keyPositions.length) {
                keyPositions = Arrays.copyOf(keyPositions, size * 2);
            }
            keyPositions[size] = keyPosition;
        }

        long keyPosition(int index) {
            return keyPositions[index];
        }

        void add(ConfigNode node) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = node;
        }

        /** Returns the values and forgets them, so that a later, smaller container does not keep them reachable. */
        ConfigNode[] close() {
            ConfigNode[] closed = Arrays.copyOf(values, size);
            Arrays.fill(values, 0, size, null);
            return closed;
        }

        Secrecy keySecrecy() {
            return trail == null ? Secrecy.NONE : trail.secrecy();
        }

        Secrecy secrecyBelow() {
            return secrecy.and(keySecrecy());
        }

        KeyTrail requireTrail() {
            if (trail == null) {
                throw new IllegalStateException("a list has no keys");
            }
            return trail;
        }

        ConfigPath extend(ConfigPath path) {
            if (trail == null) {
                return path.index(size);
            }
            return trail.isEmpty() ? path : path.key(trail.name());
        }
    }
}
