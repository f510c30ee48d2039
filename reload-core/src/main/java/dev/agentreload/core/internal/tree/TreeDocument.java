package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.BindResult;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.Fingerprint;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.internal.json.DocumentBinder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A document, and the settings it was read with. */
public final class TreeDocument implements ConfigDocument {

    private final String source;
    private final ConfigObject root;
    private final ReadSettings settings;
    private final List<ConfigProblem> warnings;
    private final ConfigPath section;

    /** False only if no string has a placeholder without a value. */
    private final boolean mayBeUnresolved;

    /** Computed when first asked for; a race costs a second computation of the same value. */
    private volatile @Nullable String contentId;

    TreeDocument(
            String source,
            ConfigObject root,
            ReadSettings settings,
            List<ConfigProblem> warnings,
            ConfigPath section,
            boolean mayBeUnresolved) {
        this.source = source;
        this.root = root;
        this.settings = settings;
        this.warnings = warnings;
        this.section = section;
        this.mayBeUnresolved = mayBeUnresolved;
    }

    /** Returns a document with the same source and another content. */
    TreeDocument withRoot(ConfigObject other) {
        return new TreeDocument(source, other, settings, warnings, section, true);
    }

    /**
     * Returns what was read as a section of a file.
     *
     * @param result what became of reading the section's content
     * @param others what else the file was warned of
     */
    public static ReadResult inSection(ReadResult result, ConfigPath section, List<ConfigProblem> others) {
        ProblemCollector problems = new ProblemCollector();
        problems.addAll(others);
        if (result instanceof ReadResult.Success read) {
            TreeDocument whole = (TreeDocument) read.document();
            whole.warnings.forEach(warning -> problems.add(warning.within(section)));
            return new ReadResult.Success(new TreeDocument(
                    whole.source,
                    whole.root,
                    whole.settings,
                    problems.inSourceOrder(),
                    section,
                    whole.mayBeUnresolved));
        }
        result.problems().forEach(problem -> problems.add(problem.within(section)));
        return new ReadResult.Refused(problems.inSourceOrder());
    }

    @Override
    public ConfigPath section() {
        return section;
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public ConfigObject root() {
        return root;
    }

    @Override
    public Fingerprint fingerprint() {
        return root.fingerprint();
    }

    @Override
    public String contentId() {
        String known = contentId;
        if (known == null) {
            known = ContentId.of(root);
            contentId = known;
        }
        return known;
    }

    @Override
    public List<ConfigProblem> warnings() {
        return warnings;
    }

    @Override
    public List<Unresolved> unresolved() {
        return mayBeUnresolved ? UnresolvedText.in(root) : List.of();
    }

    @Override
    public Optional<ConfigNode> find(ConfigPath path) {
        return Optional.ofNullable(Navigation.find(root, path));
    }

    @Override
    public SourcePosition nearestPosition(ConfigPath path) {
        return Navigation.nearest(root, path).position();
    }

    @Override
    public <T> BindResult<T> bind(ConfigPath path, Class<T> type) {
        return DocumentBinder.bind(this, path, type);
    }

    @Override
    public ReadResult resolveAgain() {
        TreeBuilder builder = new TreeBuilder(settings.fresh(), source, new ProblemCollector());
        new TreeReplay(builder).replay(root);
        ReadResult result = builder.result(null);
        return section.isRoot() ? result : inSection(result, section, List.of());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TreeDocument document && root.equals(document.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    @Override
    public String toString() {
        return source + "@" + contentId();
    }
}
