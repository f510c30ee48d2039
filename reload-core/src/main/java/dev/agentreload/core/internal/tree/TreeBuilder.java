// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.PlaceholderResolver;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.internal.secret.Masking;
import dev.agentreload.core.internal.secret.Secrecy;
import dev.agentreload.core.internal.secret.SecretRefs;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a tree of nodes, leaves first, from the tokens of a source, and collects what is wrong with it on the way. All
 * sources go through here, so that the same content gives the same tree. <em>Not safe for use by multiple threads.</em>
 */
public final class TreeBuilder {

    private final ReadSettings settings;
    private final ProblemCollector problems;
    private final Hasher hasher;
    private final Placeholders placeholders;
    private final String documentSource;

    /** Where the next value stands; a document may be made of several files. */
    private String source;

    private final KeySequenceTrie trails;
    private final ValueStack values = new ValueStack();
    private final Set<ConfigNode> references = Collections.newSetFromMap(new IdentityHashMap<>());
    private final EmptySecrets emptySecrets = new EmptySecrets();
    private Frame frame = new Frame(null);
    private boolean tooDeep;
    private boolean keyPositionsMissing;

    public TreeBuilder(ReadSettings settings, String source, ProblemCollector problems) {
        this(settings, source, problems, settings.placeholders());
    }

    public TreeBuilder(ReadSettings settings, String source, ProblemCollector problems, PlaceholderResolver resolver) {
        this.settings = settings;
        this.problems = problems;
        this.hasher = new Hasher();
        this.placeholders = new Placeholders(resolver, settings);
        this.documentSource = requireNonNull(source, "source");
        this.source = source;
        this.trails = settings.keys().take();
    }

    /**
     * Ends the reading, and returns what it gave. Nothing may be called afterwards.
     *
     * @param ending the problem that ended it, if there is one
     */
    public ReadResult result(@Nullable ConfigProblem ending) {
        ConfigNode root = finish();
        if (ending == null && !problems.hasErrors() && root != null && settings.root() == ReadSettings.Root.ANY) {
            return success(fragment(root), false, false);
        }
        if (ending == null && !problems.hasErrors() && root instanceof ConfigObject object) {
            LateValues late = new LateValues(object, placeholders, references, hasher);
            boolean isLate = late.areThere();
            return success(isLate ? late.filledIn() : object, placeholders.hasGaps(), !isLate);
        }
        if (root != null && root.kind() != ConfigNode.Kind.OBJECT && settings.root() == ReadSettings.Root.OBJECT) {
            problems.add(new LocatedNode(ConfigPath.root(), root).mismatch(ConfigNode.Kind.OBJECT.description()));
        }
        List<ConfigProblem> all = new ArrayList<>(problems.inSourceOrder());
        if (ending != null) {
            all.add(ending);
        }
        return new ReadResult.Refused(all);
    }

    private ReadResult success(ConfigObject root, boolean gaps, boolean byParts) {
        emptySecrets.warning().ifPresent(problems::add);
        return new ReadResult.Success(new TreeDocument(
                documentSource, root, settings.fresh(), problems.inSourceOrder(), ConfigPath.root(), gaps, byParts));
    }

    /** Reports what is wrong with the objects that the source did not end, and returns the tree, or null if it is not complete. */
    private @Nullable ConfigNode finish() {
        while (frame.parent != null) {
            if (frame.trail != Frame.NO_KEYS) {
                ObjectShape keys = trails.keys(frame.trail);
                noteOddKeys(keys);
                reportDuplicates(keys);
            }
            values.drop(frame.first);
            frame = frame.parent;
        }
        settings.keys().giveBack(trails);
        return values.size() == 0 ? null : values.bottom();
    }

    /**
     * Ends the reading of a value that is read alone, within containers that stay open. Returns it if there is nothing to say about
     * it and its strings and objects are what they look like. Nothing may be called afterwards.
     */
    public @Nullable ConfigNode unremarkable() {
        settings.keys().giveBack(trails);
        boolean plain = problems.inSourceOrder().isEmpty()
                && references.isEmpty()
                && emptySecrets.count() == 0
                && !placeholders.hasGaps()
                && !keyPositionsMissing;
        return plain && values.size() > 0 ? values.top() : null;
    }

    private ConfigObject fragment(ConfigNode root) {
        ObjectShape only = new ObjectShape(List.of(ConfigReader.FRAGMENT), hasher);
        return ObjectNode.of(
                documentSource, ((AbstractNode) root).packedPosition(), hasher, only, new ConfigNode[] {root});
    }

    /** Says that the next values come from this source. */
    void continueIn(String other) {
        source = other;
    }

    /** Returns whether a key needs a closer look, since it stands twice or is no ASCII, and positions of keys were not recorded. */
    public boolean lacksKeyPositions() {
        return keyPositionsMissing;
    }

    /** Returns whether something lay too deep. */
    public boolean isTooDeep() {
        return tooDeep;
    }

    /** Opens an object; false means that it lies too deep and the caller is to skip it. */
    public boolean startObject(long position) {
        return start(position, KeySequenceTrie.EMPTY);
    }

    /** Opens a list; false means that it lies too deep and the caller is to skip it. */
    public boolean startArray(long position) {
        return start(position, Frame.NO_KEYS);
    }

    private boolean start(long position, int trail) {
        if (frame.depth == settings.limits().depth()) {
            refuseDepth(position);
            return false;
        }
        frame = frame.open(source, position, trail, values.size(), trails);
        frame.emptySecretsBefore = emptySecrets.count();
        return true;
    }

    private void refuseDepth(long position) {
        String limit = "expected at most " + settings.limits().depth() + " objects and lists in each other";
        problem(position, "nested too deep", limit);
        tooDeep = true;
        nullValue(position);
    }

    public void key(String name, long position) {
        int next = trails.next(frame.requireTrail(), frame.around, name);
        frame.key(next, trails.secrecy(next));
        if (position != PackedPosition.UNKNOWN) {
            frame.recordKeyPosition(values.size(), position);
        }
    }

    /** Closes what was opened last and is still open. */
    public void end() {
        Frame ended = frame;
        AbstractNode container = ended.trail == Frame.NO_KEYS ? array(ended) : object(ended);
        frame = ended.requireParent();
        values.drop(ended.first);
        values.push(container);
    }

    private ArrayNode array(Frame ended) {
        ConfigNode[] elements = values.from(ended.first);
        return ArrayNode.of(ended.source, ended.position, hasher, elements, values.words(), ended.first);
    }

    private ObjectNode object(Frame ended) {
        ObjectShape keys = trails.keys(ended.trail);
        ConfigNode[] members = values.from(ended.first);
        noteOddKeys(keys);
        if (keys.hasInclude() && settings.root() == ReadSettings.Root.OBJECT) {
            refuseInclude(members[keys.indexOf(IncludedNodes.KEY)]);
        }
        if (keys.hasDuplicates()) {
            reportDuplicates(keys);
            return withoutDuplicates(ended, keys, members);
        }
        emptySecrets.leaveOutIfOff(keys, members, ended.emptySecretsBefore);
        boolean reference = ended.secrecy != Secrecy.NONE && !ended.holdsSecret && showsPlace(keys, members);
        ObjectNode object =
                ObjectNode.of(ended.source, ended.position, hasher, keys, members, values.words(), ended.first);
        if (reference && placeholders.areResolved()) {
            references.add(object);
        }
        return object;
    }

    /** Shows what says where a secret is kept. Returns whether it is a reference to one. */
    private boolean showsPlace(ObjectShape keys, ConfigNode[] members) {
        boolean reference = SecretRefs.show(keys, members);
        if (!reference) {
            SecretRefs.showDefinition(keys, members, frame.ownPath(trails));
        }
        return reference;
    }

    private void noteOddKeys(ObjectShape keys) {
        keyPositionsMissing |= keys.isBeyondAscii() && frame.keyPosition(0) == PackedPosition.UNKNOWN;
    }

    /** Left out silently, the content of a file would be missing, and messages about that would mislead. */
    private void refuseInclude(ConfigNode value) {
        if (value.kind() == ConfigNode.Kind.STRING || value.kind() == ConfigNode.Kind.ARRAY) {
            problems.add(ConfigProblem.error(
                    frame.ownPath(trails).key(IncludedNodes.KEY),
                    value.position(),
                    "[" + IncludedNodes.KEY + "] is not read here",
                    "expected the content of the file"));
        }
    }

    /** As all parsers of JavaScript and Go do, the last of equal keys counts. */
    private ObjectNode withoutDuplicates(Frame ended, ObjectShape keys, ConfigNode[] members) {
        ObjectShape distinct = trails.distinct(keys, ended.around);
        int[] lasts = keys.lasts();
        ConfigNode[] kept = new ConfigNode[distinct.size()];
        int count = 0;
        for (int i = 0; i < members.length; i++) {
            if (lasts[i] == i) {
                kept[count++] = members[i];
            }
        }
        return ObjectNode.of(ended.source, ended.position, hasher, distinct, kept);
    }

    private void reportDuplicates(ObjectShape keys) {
        if (!keys.hasDuplicates()) {
            return;
        }
        int[] firsts = keys.firsts();
        ConfigProblem.Severity severity = settings.strictness().severity();
        for (int i = 0; i < firsts.length; i++) {
            if (firsts[i] != i) {
                int index = i;
                keyPositionsMissing |= frame.keyPosition(index) == PackedPosition.UNKNOWN;
                problems.add(severity, () -> duplicate(severity, keys.name(index), firsts[index], index));
            }
        }
    }

    private ConfigProblem duplicate(ConfigProblem.Severity severity, String name, int first, int index) {
        SourcePosition before = PackedPosition.unpack(source, frame.keyPosition(first));
        return ConfigProblem.error(
                        frame.ownPath(trails).key(name),
                        PackedPosition.unpack(source, frame.keyPosition(index)),
                        "duplicate key [" + name + "]",
                        (severity == ConfigProblem.Severity.ERROR ? "expected each key once" : "the last one counts")
                                + (before.hasLine() ? ", the first is at " + before : ""))
                .withSeverity(severity);
    }

    public void string(String text, long position) {
        boolean secret = isSecretString();
        if (!Placeholders.mayBeIn(text)) {
            values.push(new StringNode(source, position, secret, text));
            checkSecret(text, secret, position);
            return;
        }
        StringNode.Resolved resolved = placeholders.resolve(text, secret);
        NearPlaceholder nearMiss = placeholders.nearMiss();
        if (nearMiss != null) {
            problems.add(ConfigProblem.error(
                            path(), PackedPosition.unpack(source, position), nearMiss.message(), nearMiss.hint())
                    .withSeverity(
                            secret && isSecretByKey() ? ConfigProblem.Severity.ERROR : ConfigProblem.Severity.WARNING));
        }
        values.push(new StringNode(source, position, secret || placeholders.wasSecret(), resolved));
    }

    /** Everything below headers and env is masked, but not everything there is a secret. */
    private boolean isSecretByKey() {
        return !frame.secretOther || (frame.trail != Frame.NO_KEYS && trails.secrecy(frame.trail) != Secrecy.NONE);
    }

    /** Looks at a text without placeholders that was just added. */
    private void checkSecret(String text, boolean secret, long position) {
        if (!secret || !isSecretByKey()) {
            return;
        }
        if (text.isBlank()) {
            if (frame.secrecy != Secrecy.ALL_BELOW) {
                emptySecrets.add(frame.path(values.size() - 1, trails), source, position);
            }
            return;
        }
        NearPlaceholder odd = placeholders.areResolved() ? NearPlaceholder.ofOtherPrograms(text) : null;
        if (odd != null) {
            problems.add(ConfigProblem.warning(
                    frame.path(values.size() - 1, trails),
                    PackedPosition.unpack(source, position),
                    odd.message(),
                    odd.hint()));
        }
    }

    /** In a list, an option such as {@code --token} says what the next element is. */
    private boolean isSecretString() {
        return frame.secretString
                || (frame.trail == Frame.NO_KEYS
                        && values.size() > frame.first
                        && Masking.announcesSecret(values.top()));
    }

    /** Reports no empty secrets: they were reported when the nodes were read. */
    void ignoreEmptySecrets() {
        emptySecrets.ignore();
    }

    /** Adds one scalar, which is secret whatever key it stands below: an alias uses it below another. */
    public void secret(Runnable scalar) {
        frame.addSecret(scalar);
    }

    /** Returns the value that was completed last. */
    public ConfigNode last() {
        return values.top();
    }

    /** Returns the words to which the content of a string may be added before it is given to {@link #plainString}. */
    public HashInput words() {
        return values.words();
    }

    /** Takes a string without placeholders whose content was added to {@link #words}. */
    public void plainString(String text, long position) {
        boolean secret = isSecretString();
        values.pushHashed(new StringNode(source, position, secret, text));
        checkSecret(text, secret, position);
    }

    public void number(long value, long position) {
        values.push(new NumberNode(source, position, frame.secretNumber, value));
    }

    public void number(String text, long position) {
        BigDecimal value = Decimals.parse(text);
        if (value == null) {
            problem(position, "number out of range", "expected " + Decimals.RANGE);
            nullValue(position);
        } else {
            number(value, position);
        }
    }

    public void number(BigDecimal value, long position) {
        values.push(new NumberNode(source, position, frame.secretNumber, value));
    }

    public void booleanValue(boolean value, long position) {
        values.push(new BooleanNode(source, position, frame.secretOther, value));
    }

    public void nullValue(long position) {
        values.push(new NullNode(source, position, frame.secretOther));
    }

    public void problem(long position, String message, String hint) {
        problems.add(ConfigProblem.error(path(), PackedPosition.unpack(source, position), message, hint));
    }

    /** Returns the path of the value that is read next, or was begun. */
    public ConfigPath path() {
        return frame.path(values.size(), trails);
    }
}
