// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.yaml;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.internal.tree.PackedPosition;
import dev.agentreload.core.internal.yaml.PlainScalars.Resolution;
import dev.agentreload.core.internal.yaml.YamlAnchors.Anchor;
import dev.agentreload.core.internal.yaml.YamlFrame.Elements;
import dev.agentreload.core.internal.yaml.YamlFrame.MemberKey;
import dev.agentreload.core.internal.yaml.YamlFrame.Members;
import dev.agentreload.core.internal.yaml.YamlNode.Mapping;
import dev.agentreload.core.internal.yaml.YamlNode.Scalar;
import dev.agentreload.core.internal.yaml.YamlNode.ScalarType;
import dev.agentreload.core.internal.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Makes nodes of the events of one document, with aliases and merges resolved, and collects what is wrong on the way. A problem
 * that shows a value is noted, until all uses of the value are known. <em>Not safe for use by multiple threads.</em>
 */
final class YamlComposer {

    /** The deeper the brackets, the longer a parser takes for each. */
    private static final int MOST_SKIPPED = 1_000;

    private static final String MERGE_KEY = "<<";

    private final String source;
    private final YamlText text;
    private final int depthLimit;
    private final ProblemCollector problems = new ProblemCollector();
    private final List<YamlNote> notes = new ArrayList<>();
    private final YamlAnchors anchors = new YamlAnchors();
    private final List<YamlFrame> open = new ArrayList<>();
    private @Nullable YamlNode root;

    /** What ended the reading. */
    private @Nullable ConfigProblem ending;

    private int documents;

    /** How many containers are open that lie too deep. */
    private int skipped;

    private boolean skippedAny;
    private long end = PackedPosition.of(1, 1);
    private long skippedFrom;
    private ConfigPath lastPath = ConfigPath.root();

    YamlComposer(String source, YamlText text, int depthLimit) {
        this.source = source;
        this.text = text;
        this.depthLimit = depthLimit;
    }

    /** Reads everything, and returns the problem that ended the reading, if there is one. */
    @Nullable
    ConfigProblem compose() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE); // the bytes are limited before
        ParserImpl parser = new ParserImpl(new StreamReader(text.text()), options);
        try {
            while (ending == null && skipped < MOST_SKIPPED && !parser.checkEvent(Event.ID.StreamEnd)) {
                event(parser.getEvent());
            }
        } catch (MarkedYAMLException e) {
            ending = new YamlErrors(source, text).describe(e, path());
        } catch (YAMLException | NumberFormatException e) { // the latter of an escape beyond Unicode
            ending = problem(end, "syntax error", "expected YAML");
        }
        lastPath = path();
        boolean complete = open.isEmpty();
        while (!open.isEmpty()) {
            close();
        }
        if (complete && root != null) {
            lastPath = root.last(ConfigPath.root());
        }
        return ending;
    }

    /** Returns the document, or null if there is no content. */
    @Nullable
    YamlNode root() {
        return root;
    }

    List<ConfigProblem> problems() {
        return problems.problems();
    }

    List<YamlNote> notes() {
        return notes;
    }

    /** Returns whether it matters which values are secret in which of their places. */
    boolean needsUses() {
        return anchors.hasAliases() || !notes.isEmpty();
    }

    /** Returns the path of the value that was read last or begun last. */
    ConfigPath lastPath() {
        return lastPath;
    }

    private void event(Event event) {
        end = YamlText.position(event.getEndMark());
        switch (event.getEventId()) {
            case DocumentStart -> documentStart(YamlText.position(event.getStartMark()));
            case Alias -> alias((AliasEvent) event);
            case Scalar -> scalar((ScalarEvent) event);
            case SequenceStart, MappingStart -> start((CollectionStartEvent) event);
            case SequenceEnd, MappingEnd -> containerEnd();
            default -> {} // the rest says nothing about values
        }
    }

    private void documentStart(long position) {
        documents++;
        if (documents > 1) {
            ending = YamlErrors.secondDocument(source, position);
        }
    }

    private void alias(AliasEvent event) {
        if (skipped > 0) {
            return;
        }
        long position = YamlText.position(event.getStartMark());
        Anchor anchor = anchors.find(event.getAnchor());
        YamlNode value = anchor == null ? null : anchor.value();
        if (isAtKey()) {
            refuseKey(position, "an alias as a key", "expected text");
        } else if (anchor == null || value == null) {
            Scalar written = new Scalar(position, ScalarType.TEXT, event.getAnchor());
            if (!skippedAny) { // otherwise its anchor may lie too deep
                note(anchor == null ? YamlNote.Kind.NO_ANCHOR : YamlNote.Kind.RECURSIVE, written);
            }
            add(written);
        } else if (anchors.expand(anchor, value)) {
            add(value);
        } else {
            String most = "most of them through [" + anchors.largest() + "]";
            ending = problem(position, "aliases expand to more than " + anchors.limit() + " values", most);
        }
    }

    private void scalar(ScalarEvent event) {
        if (skipped > 0) {
            return;
        }
        if (isAtKey()) {
            key(event);
        } else if (!open.isEmpty() || !isNothing(event)) {
            addScalar(event, value(event));
        }
    }

    private void define(NodeEvent event, Scalar scalar) {
        Anchor anchor = anchor(event);
        if (anchor != null) {
            anchor.complete(scalar);
        }
    }

    private @Nullable Anchor anchor(NodeEvent event) {
        String name = event.getAnchor();
        if (name == null) {
            return null;
        }
        if (anchors.find(name) != null) {
            problems.add(ConfigProblem.warning(
                    path(),
                    PackedPosition.unpack(source, YamlText.position(event.getStartMark())),
                    "an anchor of this name is there already",
                    "aliases above this line name that one, aliases below name this one"));
        }
        return anchors.define(name);
    }

    private static boolean isNothing(ScalarEvent event) {
        return event.isPlain()
                && event.getStartMark().getIndex() == event.getEndMark().getIndex();
    }

    private Scalar value(ScalarEvent event) {
        anchors.countWritten();
        long position = position(event, event.getTag());
        Resolution resolution = resolution(event, position);
        Scalar scalar = new Scalar(position, resolution.type(), resolution.text());
        define(event, scalar);
        if (resolution.doubt() != null) {
            note(resolution.doubt(), scalar);
        }
        return scalar;
    }

    /** An anchor or a tag is no part of a value; what has nothing else stands where they do. */
    private long position(NodeEvent event, @Nullable String tag) {
        boolean bare = event.getAnchor() == null && tag == null;
        boolean empty = event instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getValue().isEmpty();
        return bare || empty ? YamlText.position(event.getStartMark()) : text.afterProperties(event.getStartMark());
    }

    private Resolution resolution(ScalarEvent event, long position) {
        String tag = event.getTag();
        Resolution asText = new Resolution(ScalarType.TEXT, event.getValue(), null);
        if (tag == null) {
            return event.isPlain() ? PlainScalars.resolve(event.getValue()) : asText;
        }
        if (!YamlTags.isScalar(tag)) {
            report(YamlText.position(event.getStartMark()), YamlTags.REFUSED, YamlTags.READ);
            return asText;
        }
        Resolution tagged = YamlTags.resolve(tag, event.getValue());
        if (tagged == null) {
            report(position, "this text does not fit its tag", "expected one that does, or none of the two");
            return asText;
        }
        return tagged;
    }

    private void addScalar(ScalarEvent event, Scalar scalar) {
        MemberKey key = isOpenMapping() ? members().key() : null;
        if (key != null && key.kind() == MemberKey.Kind.NAME && key.name().indexOf(':') >= 0 && isNothing(event)) {
            refuseKey(key.position(), "a key without a value", "expected a space after its [:]");
        } else if (event.isPlain() && !event.getValue().contains("${") && text.hasCommentAfter(event.getEndMark())) {
            note(YamlNote.Kind.COMMENT, scalar);
        }
        add(scalar);
    }

    private void key(ScalarEvent event) {
        long position = position(event, event.getTag());
        String name = event.getValue();
        String tag = event.getTag();
        Resolution resolution = event.isPlain() && tag == null
                ? PlainScalars.resolve(name)
                : new Resolution(ScalarType.TEXT, name, null);
        define(event, new Scalar(position, resolution.type(), resolution.text()));
        if (tag != null && !YamlTags.isScalar(tag)) {
            report(YamlText.position(event.getStartMark()), YamlTags.REFUSED, YamlTags.READ);
        }
        if (resolution.type() == ScalarType.NULL) {
            refuseKey(position, "null as a key", "expected text");
        } else if (event.isPlain() && tag == null && name.equals(MERGE_KEY)) {
            mergeKey(position);
        } else if (resolution.doubt() == YamlNote.Kind.CURLY_QUOTES) {
            refuseKey(position, "curly quotes around a key", "expected straight quotes");
        } else {
            members().key(new MemberKey(MemberKey.Kind.NAME, name, position));
        }
    }

    private void mergeKey(long position) {
        if (members().hasMerge()) {
            refuseKey(position, "a second merge [<<]", "expected one, with a list of all objects to merge");
        } else {
            members().key(new MemberKey(MemberKey.Kind.MERGE, MERGE_KEY, position));
        }
    }

    /** Reports a key; what follows it is left out. */
    private void refuseKey(long position, String message, String hint) {
        members().key(new MemberKey(MemberKey.Kind.REFUSED, "", position));
        report(position, message, hint);
    }

    private void start(CollectionStartEvent event) {
        long position = position(event, event.getTag());
        if (skipped > 0) {
            skipped++;
        } else if (open.size() == depthLimit) {
            report(position, "nested too deep", "expected at most " + depthLimit + " objects and lists in each other");
            skipped = 1;
            skippedFrom = position;
            skippedAny = true;
        } else {
            open(event, position);
        }
    }

    private void open(CollectionStartEvent event, long position) {
        boolean mapping = event.is(Event.ID.MappingStart);
        String tag = event.getTag();
        if (tag != null && !(mapping ? YamlTags.isMapping(tag) : YamlTags.isSequence(tag))) {
            report(YamlText.position(event.getStartMark()), YamlTags.REFUSED, YamlTags.READ);
        }
        if (isAtKey()) {
            report(position, mapping ? "an object as a key" : "a list as a key", "expected text");
        }
        anchors.countWritten();
        Anchor anchor = anchor(event);
        open.add(mapping ? new Members(new Mapping(position), anchor) : new Elements(new Sequence(position), anchor));
    }

    private void containerEnd() {
        if (skipped > 1) {
            skipped--;
        } else if (skipped == 1) {
            skipped = 0;
            add(new Scalar(skippedFrom, ScalarType.NULL, ""));
        } else {
            close();
        }
    }

    private void close() {
        add(open.remove(open.size() - 1).complete());
    }

    private void add(YamlNode node) {
        if (open.isEmpty()) {
            root = node;
        } else if (isAtKey()) {
            members()
                    .key(new MemberKey(MemberKey.Kind.REFUSED, "", node.position())); // a container, which was reported
        } else if (isOpenMapping() && members().isAtMerge()) {
            merge(node);
        } else {
            top().add(node);
        }
    }

    private void merge(YamlNode node) {
        List<Mapping> sources = mappings(node);
        boolean noted = !notes.isEmpty() && notes.get(notes.size() - 1).scalar().equals(node);
        if (sources == null && !noted) {
            report(
                    members().requireKey().position(),
                    "this merges no object",
                    "expected an object, an alias of one, or a list of them");
        }
        members().merge(sources == null ? List.of() : sources);
    }

    private static @Nullable List<Mapping> mappings(YamlNode node) {
        List<YamlNode> all = node instanceof Sequence sequence ? sequence.elements() : List.of(node);
        List<Mapping> mappings = new ArrayList<>();
        for (YamlNode one : all) {
            if (!(one instanceof Mapping mapping)) {
                return null;
            }
            mappings.add(mapping);
        }
        return mappings;
    }

    private YamlFrame top() {
        return open.get(open.size() - 1);
    }

    private boolean isOpenMapping() {
        return !open.isEmpty() && top() instanceof Members;
    }

    private Members members() {
        return (Members) top();
    }

    private boolean isAtKey() {
        return isOpenMapping() && members().isAtKey();
    }

    private ConfigPath path() {
        ConfigPath path = ConfigPath.root();
        for (YamlFrame frame : open) {
            path = frame.next(path);
        }
        return path;
    }

    private void note(YamlNote.Kind kind, Scalar scalar) {
        notes.add(new YamlNote(kind, scalar, path()));
    }

    private void report(long position, String message, String hint) {
        problems.add(problem(position, message, hint));
    }

    private ConfigProblem problem(long position, String message, String hint) {
        return ConfigProblem.error(path(), PackedPosition.unpack(source, position), message, hint);
    }
}
