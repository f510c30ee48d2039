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
    private final ValueStack values = new ValueStack();
    private Frame frame = new Frame(null);
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
        this.trails = reader.keyMemory().take();
    }

    /**
     * Ends the reading: reports what is wrong with the objects that the source did not end, and returns the tree, or null if
     * it is not complete. Nothing may be called afterwards.
     */
    @Nullable
    ConfigNode finish() {
        while (frame.parent != null) {
            if (frame.trail != Frame.NO_KEYS) {
                reportDuplicates(trails.keys(frame.trail));
            }
            values.drop(frame.first);
            frame = frame.parent;
        }
        reader.keyMemory().giveBack(trails);
        return values.size() == 0 ? null : values.bottom();
    }

    /** Returns whether something lay too deep. */
    boolean isTooDeep() {
        return tooDeep;
    }

    /** Opens an object; false means that it lies too deep and the caller is to skip it. */
    boolean startObject(long position) {
        return start(position, KeyTrails.EMPTY);
    }

    /** Opens a list; false means that it lies too deep and the caller is to skip it. */
    boolean startArray(long position) {
        return start(position, Frame.NO_KEYS);
    }

    private boolean start(long position, int trail) {
        if (frame.depth == reader.limits().depth()) {
            refuseDepth(position);
            return false;
        }
        frame = frame.open(position, trail, values.size(), trails);
        return true;
    }

    private void refuseDepth(long position) {
        String limit = "expected at most " + reader.limits().depth() + " objects and lists in each other";
        problem(position, "nested too deep", limit);
        tooDeep = true;
        nullValue(position);
    }

    void key(String name, long position) {
        int next = trails.next(frame.requireTrail(), frame.around, name);
        frame.key(next, trails.secrecy(next));
        if (position != PackedPosition.UNKNOWN) {
            frame.recordKeyPosition(values.size(), position);
        }
    }

    /** Closes what was opened last and is still open. */
    void end() {
        Frame ended = frame;
        AbstractConfigNode container = ended.trail == Frame.NO_KEYS ? array(ended) : object(ended);
        frame = ended.requireParent();
        values.drop(ended.first);
        values.push(container);
    }

    private ConfigArray array(Frame ended) {
        ConfigNode[] elements = values.from(ended.first);
        return ConfigArray.of(origin, ended.position, hasher, elements, values.words(), ended.first);
    }

    private ConfigObject object(Frame ended) {
        Keys keys = trails.keys(ended.trail);
        if (keys.hasDuplicates()) {
            reportDuplicates(keys);
        }
        ConfigNode[] members = values.from(ended.first);
        if (ended.secrecy != Secrecy.NONE) {
            SecretRefs.show(keys, members);
        }
        return ConfigObject.of(origin, ended.position, hasher, keys, members, values.words(), ended.first);
    }

    private void reportDuplicates(Keys keys) {
        for (int index : keys.duplicates()) {
            String name = keys.name(index);
            problems.add(ConfigProblem.error(
                    frame.ownPath(trails).key(name),
                    PackedPosition.unpack(origin.source(), frame.keyPosition(index)),
                    "duplicate key [" + name + "]",
                    "expected each key once"));
        }
    }

    void string(String text, long position) {
        if (Placeholders.mayBeIn(text)) {
            String value = placeholders.resolve(text, reason -> problem(position, reason, ""));
            boolean secret = placeholders.wasSecret() || isSecretString();
            values.push(new ConfigString(origin, position, secret, new ConfigString.Resolved(value, text)));
        } else {
            values.push(new ConfigString(origin, position, isSecretString(), text));
        }
    }

    /** In a list, an option such as {@code --token} says what the next element is. */
    private boolean isSecretString() {
        return frame.secretString
                || (frame.trail == Frame.NO_KEYS
                        && values.size() > frame.first
                        && Masking.announcesSecret(values.top()));
    }

    /** Returns the words to which the content of a string may be added before it is given to {@link #plainString}. */
    Words words() {
        return values.words();
    }

    /** Takes a string without placeholders whose content was added to {@link #words}. */
    void plainString(String text, long position) {
        values.pushHashed(new ConfigString(origin, position, isSecretString(), text));
    }

    void number(long value, long position) {
        values.push(new ConfigNumber(origin, position, frame.secretNumber, value));
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
        values.push(new ConfigNumber(origin, position, frame.secretNumber, value));
    }

    void booleanValue(boolean value, long position) {
        values.push(new ConfigBoolean(origin, position, frame.secretOther, value));
    }

    void nullValue(long position) {
        values.push(new ConfigNull(origin, position, frame.secretOther));
    }

    void problem(long position, String message, String hint) {
        problems.add(ConfigProblem.error(path(), PackedPosition.unpack(origin.source(), position), message, hint));
    }

    /** Returns the path of the value that is read next, or was begun. */
    ConfigPath path() {
        return frame.path(values.size(), trails);
    }

    /** An open object or list, or the outside of the document. Frames are used again by later containers at their depth. */
    private static final class Frame {

        /** The trail of a list. */
        private static final int NO_KEYS = -1;

        private final @Nullable Frame parent;
        private final int depth;
        private @Nullable Frame child;
        private long position;

        /** Where its values begin. */
        private int first;

        private int trail = NO_KEYS;

        /** The trail to the key that this container, or the outermost of the lists around it, stands below. */
        private int around = KeyTrails.EMPTY;

        private Secrecy secrecy = Secrecy.NONE;
        private long[] keyPositions = {};

        /** Whether a string that stands here next is secret, whether a number is, and whether any other scalar is. */
        private boolean secretString;

        private boolean secretNumber;
        private boolean secretOther;

        Frame(@Nullable Frame parent) {
            this.parent = parent;
            this.depth = parent == null ? 0 : parent.depth + 1;
        }

        Frame open(long start, int noKeysYet, int firstValue, KeyTrails trails) {
            Frame opened = child;
            if (opened == null) {
                opened = new Frame(this);
                child = opened;
            }
            opened.position = start;
            opened.trail = noKeysYet;
            opened.first = firstValue;
            opened.around = trail == NO_KEYS ? around : trail;
            opened.setSecrecy(trail == NO_KEYS ? secrecy : secrecy.and(trails.secrecy(trail)));
            return opened;
        }

        private void setSecrecy(Secrecy inner) {
            if (secrecy != inner) {
                secrecy = inner;
            }
            secretOther = inner == Secrecy.ALL_BELOW;
            secretString = inner != Secrecy.NONE;
            secretNumber = secretString;
        }

        void key(int next, Secrecy ofKey) {
            trail = next;
            secretNumber = secrecy != Secrecy.NONE || ofKey == Secrecy.SCALARS;
            secretString = secretNumber || ofKey == Secrecy.UNLESS_COUNT;
        }

        void recordKeyPosition(int place, long keyPosition) {
            int index = place - first;
            if (index >= keyPositions.length) {
                keyPositions = Arrays.copyOf(keyPositions, 2 * index + 1);
            }
            keyPositions[index] = keyPosition;
        }

        /** Returns where the key stands if positions of keys were recorded, else the place without lines. */
        long keyPosition(int index) {
            return index < keyPositions.length ? keyPositions[index] : PackedPosition.UNKNOWN;
        }

        int requireTrail() {
            if (trail == NO_KEYS) {
                throw new IllegalStateException("a list has no keys");
            }
            return trail;
        }

        Frame requireParent() {
            if (parent == null) {
                throw new IllegalStateException("nothing is open");
            }
            return parent;
        }

        /** Returns the path of the container itself. */
        ConfigPath ownPath(KeyTrails trails) {
            return parent == null ? ConfigPath.root() : parent.path(first, trails);
        }

        /** Returns the path of the value at this place of the stack, which is the latest of this container, or its next. */
        ConfigPath path(int place, KeyTrails trails) {
            if (parent == null) {
                return ConfigPath.root();
            }
            if (trail == NO_KEYS) {
                return ownPath(trails).index(place - first);
            }
            return trail == KeyTrails.EMPTY ? ownPath(trails) : ownPath(trails).key(trails.name(trail));
        }
    }
}
