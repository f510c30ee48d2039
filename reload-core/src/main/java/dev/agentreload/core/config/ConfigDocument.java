package dev.agentreload.core.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole configuration: an object, with the name of the source it came from.
 *
 * <p>Documents are equal when their content is. <em>Immutable; safe for use by multiple threads.</em>
 */
public final class ConfigDocument {

    private final String source;
    private final ConfigObject root;
    private final ConfigReader reader;

    /** Computed when first asked for; a race costs a second computation of the same value. */
    private volatile @Nullable String contentId;

    ConfigDocument(String source, ConfigObject root, ConfigReader reader) {
        this.source = source;
        this.root = root;
        this.reader = reader;
    }

    /**
     * Reads a document with {@link ConfigReader#standard()}, for tests and short programs.
     *
     * @param source the name that positions show
     * @throws InvalidConfigException if the text is no document; it holds all problems
     */
    public static ConfigDocument parse(String source, String json) {
        return ConfigReader.standard().read(source, json).orThrow();
    }

    /** Returns the name of the source. */
    public String source() {
        return source;
    }

    /** Returns the root object. */
    public ConfigObject root() {
        return root;
    }

    /** Returns the keyed hash of the content. */
    public Fingerprint fingerprint() {
        return root.fingerprint();
    }

    /**
     * Returns an identifier of the content that may be shown, logged and compared across processes: 16 hexadecimal digits,
     * computed with every secret replaced by a marker. Documents that differ in nothing but secrets share it.
     */
    public String contentId() {
        String known = contentId;
        if (known == null) {
            known = ContentId.of(root);
            contentId = known;
        }
        return known;
    }

    /** Returns the value at this path, if there is one. */
    public Optional<ConfigNode> find(ConfigPath path) {
        return Optional.ofNullable(Navigation.find(root, path));
    }

    /** Returns the position of the value at this path, or of the innermost value around the place where it would stand. */
    public SourcePosition nearestPosition(ConfigPath path) {
        return Navigation.nearest(root, path).position();
    }

    /** Returns the place at this path, where there may or may not be a value. */
    public ConfigPlace at(ConfigPath path) {
        return new ConfigPlace(this, path);
    }

    /**
     * Returns the place at this path, where there may or may not be a value.
     *
     * @throws IllegalArgumentException if the text is no path
     */
    public ConfigPlace at(String path) {
        return at(ConfigPath.parse(path));
    }

    /**
     * Returns this document if its fingerprints have the other's key, or a copy that has. Takes time in proportion to the
     * document's size in the second case.
     */
    public ConfigDocument fingerprintedWith(ConfigDocument other) {
        FingerprintKey key = other.reader.fingerprintKey();
        if (reader.fingerprintKey().equals(key)) {
            return this;
        }
        ConfigReader rekeyed = reader.toBuilder().fingerprintKey(key).build();
        return new ConfigDocument(source, new TreeCopy(key).copy(root), rekeyed);
    }

    /**
     * Returns this document with its placeholders resolved anew by the resolver it was read with: what was written then, with
     * the keys of now. Takes time in proportion to the document's size.
     */
    public ReadResult resolveAgain() {
        ConfigReader again = reader.renewed();
        ProblemCollector problems = new ProblemCollector();
        TreeBuilder builder = new TreeBuilder(again, source, problems);
        new TreeReplay(builder).replay(root);
        return again.result(source, builder, problems);
    }

    ConfigReader reader() {
        return reader;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConfigDocument document && root.equals(document.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    /** Returns source and content id, never content. */
    @Override
    public String toString() {
        return source + "@" + contentId();
    }
}
