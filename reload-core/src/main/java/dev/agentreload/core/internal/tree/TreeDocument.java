// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.BoundType;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.Fingerprint;
import dev.agentreload.core.config.Parsed;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.internal.json.DocumentBinder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A document, and the settings it was read with. */
public final class TreeDocument implements ConfigDocument {

    private final Header header;

    /** Null in a document that history kept, until it is first asked for. A race costs a second equal tree. */
    private volatile @Nullable ConfigObject root;

    /** Null when there is a root. */
    private volatile @Nullable Earlier earlier;

    TreeDocument(
            String source,
            ConfigObject root,
            ReadSettings settings,
            List<ConfigProblem> warnings,
            ConfigPath section,
            boolean mayBeUnresolved,
            boolean byParts) {
        this(new Header(source, settings, warnings, section, mayBeUnresolved, byParts, root.fingerprint()), root, null);
    }

    private TreeDocument(Header header, @Nullable ConfigObject root, @Nullable Earlier earlier) {
        this.header = header;
        this.root = root;
        this.earlier = earlier;
    }

    /** What is known of a document without its tree. */
    private static final class Header {

        private final String source;
        private final ReadSettings settings;
        private final List<ConfigProblem> warnings;

        /** Where the root stands in the file. */
        private final ConfigPath section;

        /** False only if no string has a placeholder without a value. */
        private final boolean mayBeUnresolved;

        /** False if a value may depend on another: one that the document's own variables define, or a secret that an object names. */
        private final boolean byParts;

        private final Fingerprint fingerprint;

        /** Computed when first asked for; a race costs a second computation of the same value. */
        private volatile @Nullable String contentId;

        Header(
                String source,
                ReadSettings settings,
                List<ConfigProblem> warnings,
                ConfigPath section,
                boolean mayBeUnresolved,
                boolean byParts,
                Fingerprint fingerprint) {
            this.source = source;
            this.settings = settings;
            this.warnings = warnings;
            this.section = section;
            this.mayBeUnresolved = mayBeUnresolved;
            this.byParts = byParts;
            this.fingerprint = fingerprint;
        }
    }

    /** How the tree is made of that of a later document. */
    private record Earlier(TreeDelta delta, TreeDocument later) {

        /** The trees on the way are not remembered: who asks for an old document does not want all that came after it. */
        ConfigObject root() {
            return delta.earlier((ObjectNode) later.knownOrMade());
        }
    }

    /** A document without its tree: what is needed to make it of a later one. <em>Immutable.</em> */
    public static final class Kept {

        private final Header header;
        private final TreeDelta delta;

        private Kept(Header header, TreeDelta delta) {
            this.header = header;
            this.delta = delta;
        }

        /** Returns this, to be made of a document beside which the later one was kept. */
        public Kept after(Kept later) {
            return new Kept(header, delta.after(later.delta));
        }

        /**
         * Returns the document, which makes its tree when it is first asked for a value.
         *
         * @param later the document it was kept beside, or that one kept in turn
         */
        public ConfigDocument document(ConfigDocument later) {
            return new TreeDocument(header, null, new Earlier(delta, (TreeDocument) later));
        }
    }

    /** Returns what is needed to have this document again while a later one is there. Takes a pass over what they do not share. */
    public Kept keptBeside(ConfigDocument later) {
        return new Kept(header, TreeDelta.between((ObjectNode) root(), (ObjectNode) later.root()));
    }

    /** Returns a document with the same source and another content. */
    TreeDocument withRoot(ConfigObject other) {
        return new TreeDocument(header.source, other, header.settings, header.warnings, header.section, true, false);
    }

    /**
     * Returns what was read as a section of a file.
     *
     * @param result the outcome of reading the section's content
     * @param others what else the file was warned of
     */
    public static ReadResult inSection(ReadResult result, ConfigPath section, List<ConfigProblem> others) {
        ProblemCollector problems = new ProblemCollector();
        problems.addAll(others);
        if (result instanceof ReadResult.Success read) {
            TreeDocument whole = (TreeDocument) read.document();
            whole.warnings().forEach(warning -> problems.add(warning.within(section)));
            return new ReadResult.Success(new TreeDocument(
                    whole.header.source,
                    whole.root(),
                    whole.header.settings,
                    problems.inSourceOrder(),
                    section,
                    whole.header.mayBeUnresolved,
                    false));
        }
        result.problems().forEach(problem -> problems.add(problem.within(section)));
        return new ReadResult.Refused(problems.inSourceOrder());
    }

    /** Returns the document with another content that was read as this one was, with nothing to say about it. */
    public TreeDocument edited(ConfigObject other) {
        return new TreeDocument(
                header.source,
                other,
                header.settings,
                header.warnings,
                header.section,
                header.mayBeUnresolved,
                header.byParts);
    }

    /** Returns whether each container means what it says, wherever the rest says what it does, and nothing was to be said about any. */
    public boolean isReadByParts() {
        return header.byParts && header.warnings.isEmpty();
    }

    @Override
    public ConfigPath section() {
        return header.section;
    }

    public ReadSettings settings() {
        return header.settings;
    }

    @Override
    public String source() {
        return header.source;
    }

    @Override
    public ConfigObject root() {
        if (root == null) {
            root = knownOrMade();
            earlier = null;
        }
        return requireNonNull(root);
    }

    private ConfigObject knownOrMade() {
        Earlier from = earlier;
        return from == null ? requireNonNull(root) : from.root();
    }

    @Override
    public Fingerprint fingerprint() {
        return header.fingerprint;
    }

    @Override
    public String contentId() {
        String known = header.contentId;
        if (known == null) {
            known = ContentId.of((ObjectNode) root());
            header.contentId = known;
        }
        return known;
    }

    @Override
    public List<ConfigProblem> warnings() {
        return header.warnings;
    }

    @Override
    public List<Unresolved> unresolved() {
        return header.mayBeUnresolved ? UnresolvedText.in(root()) : List.of();
    }

    @Override
    public Optional<ConfigNode> find(ConfigPath path) {
        return Optional.ofNullable(Navigation.find(root(), path));
    }

    @Override
    public SourcePosition nearestPosition(ConfigPath path) {
        return Navigation.nearest(root(), path).position();
    }

    @Override
    public <T> Parsed<T> bind(ConfigPath path, BoundType<T> type) {
        return DocumentBinder.bind(this, path, type);
    }

    @Override
    public ReadResult reresolve() {
        TreeBuilder builder = new TreeBuilder(header.settings.fresh(), header.source, new ProblemCollector());
        new TreeReplay(builder).replay(root());
        ReadResult result = builder.result(null);
        return header.section.isRoot() ? result : inSection(result, header.section, List.of());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TreeDocument document && header.fingerprint.equals(document.header.fingerprint);
    }

    @Override
    public int hashCode() {
        return header.fingerprint.hashCode();
    }

    @Override
    public String toString() {
        return header.source + "@" + contentId();
    }
}
