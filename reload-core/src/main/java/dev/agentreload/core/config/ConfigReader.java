package dev.agentreload.core.config;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents: JSON, and what hand-written files use besides (comments, trailing commas, unquoted keys and single
 * quotes).
 *
 * <p>Refused, each with path, line and column: syntax errors, broken UTF-8, duplicate keys, text after the end, a source
 * without any content, a root that is no object, missing placeholder values, numbers out of range, and what exceeds the
 * {@linkplain ReadLimits limits}. A syntax error, broken UTF-8 or the limit of bytes ends the reading and is the last
 * problem; all others are collected. {@code {}} is a valid document. No problem quotes a value.
 *
 * <p>A reader remembers the keys of what it read, never the values: keep one for the files that are read again and again,
 * since the next reading is faster for it, the more so the smaller the file. A host's own Jackson trees and other formats are
 * read by {@link JacksonBridge}. <em>Safe for use by multiple threads if the resolver is.</em>
 */
public final class ConfigReader {

    private final FingerprintKey fingerprintKey;
    private final SecretPolicy secrets;
    private final PlaceholderResolver placeholders;
    private final ReadLimits limits;
    private final KeyMemory keyMemory;

    private ConfigReader(Builder builder) {
        this.fingerprintKey = builder.fingerprintKey;
        this.secrets = builder.secrets;
        this.placeholders = builder.placeholders;
        this.limits = builder.limits;
        this.keyMemory = builder.keyMemory == null ? new KeyMemory(secrets, fingerprintKey) : builder.keyMemory;
    }

    /** Returns a reader with all defaults, which leaves placeholders as they are written. */
    public static ConfigReader standard() {
        return builder().build();
    }

    /** Returns a builder that starts with all defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts with what this reader has. */
    public Builder toBuilder() {
        Builder builder = new Builder()
                .fingerprintKey(fingerprintKey)
                .secrets(secrets)
                .placeholders(placeholders)
                .limits(limits);
        builder.keyMemory = keyMemory;
        return builder;
    }

    /**
     * Reads UTF-8 bytes, with or without a byte order mark.
     *
     * @param source the name that positions show
     */
    public ReadResult read(String source, byte[] content) {
        return JacksonBridge.readJson(this, source, content);
    }

    /**
     * Reads text. Half of a surrogate pair in it is broken UTF-8, except where it is escaped.
     *
     * @param source the name that positions show
     */
    public ReadResult read(String source, String content) {
        return read(source, Surrogates.utf8(content));
    }

    /**
     * Reads a map of strings, numbers, booleans, nulls, maps and iterables. Positions have no lines.
     *
     * @param source the name that positions show
     * @throws IllegalArgumentException if the map holds anything else, or keys that are no strings
     */
    public ReadResult read(String source, Map<String, ?> content) {
        ProblemCollector problems = new ProblemCollector();
        TreeBuilder builder = new TreeBuilder(this, source, problems);
        new JavaValueReader(builder).read(content);
        return result(source, builder, problems);
    }

    ReadResult result(String source, TreeBuilder builder, ProblemCollector problems) {
        return result(source, builder, problems, null);
    }

    /** Returns what became of a reading, which this problem ended if there is one. */
    ReadResult result(String source, TreeBuilder builder, ProblemCollector problems, @Nullable ConfigProblem ending) {
        ConfigNode root = builder.finish();
        if (ending == null && !problems.hasErrors() && root instanceof ConfigObject object) {
            return new ReadResult.Read(new ConfigDocument(source, object, renewed()));
        }
        if (root != null && root.kind() != ConfigNode.Kind.OBJECT) {
            problems.add(new PlacedNode(ConfigPath.root(), root).mismatch(ConfigNode.Kind.OBJECT.description()));
        }
        List<ConfigProblem> all = new ArrayList<>(problems.inSourceOrder());
        if (ending != null) {
            all.add(ending);
        }
        return new ReadResult.Refused(all);
    }

    /** Returns the problem of a source that has nothing in it. */
    static ConfigProblem noContent(SourcePosition position) {
        return ConfigProblem.error(ConfigPath.root(), position, "no content", "expected an object; an empty one is {}");
    }

    /** Returns the reader of the next document; a document keeps it, and must not keep what its own resolver remembers. */
    @SuppressWarnings("ReferenceEquality") // a resolver that remembers nothing answers with itself
    ConfigReader renewed() {
        PlaceholderResolver renewed = placeholders.renewed();
        return renewed == placeholders
                ? this
                : toBuilder().placeholders(renewed).build();
    }

    FingerprintKey fingerprintKey() {
        return fingerprintKey;
    }

    KeyMemory keyMemory() {
        return keyMemory;
    }

    PlaceholderResolver placeholders() {
        return placeholders;
    }

    /** Returns whether this reader was given a resolver, so that it does not leave placeholders as they are written. */
    public boolean resolvesPlaceholders() {
        return !(placeholders instanceof NoPlaceholders);
    }

    /** Returns how large documents may be, so that a source need not fetch more than that. */
    public ReadLimits limits() {
        return limits;
    }

    /** Configures a {@link ConfigReader}. <em>Not safe for use by multiple threads.</em> */
    public static final class Builder {

        private FingerprintKey fingerprintKey = FingerprintKey.ofProcess();
        private SecretPolicy secrets = SecretPolicy.standard();
        private PlaceholderResolver placeholders = PlaceholderResolver.none();
        private ReadLimits limits = ReadLimits.standard();

        /** What is known of keys under this key and policy, if anything. */
        private @Nullable KeyMemory keyMemory;

        private Builder() {}

        /** Sets the key of fingerprints; by default one per process. */
        public Builder fingerprintKey(FingerprintKey key) {
            this.fingerprintKey = requireNonNull(key, "key");
            this.keyMemory = null;
            return this;
        }

        /** Sets which keys make values secret; by default {@link SecretPolicy#standard()}. */
        public Builder secrets(SecretPolicy policy) {
            this.secrets = requireNonNull(policy, "policy");
            this.keyMemory = null;
            return this;
        }

        /** Sets where the values of placeholders come from; by default they stay as they are written. */
        public Builder placeholders(PlaceholderResolver resolver) {
            this.placeholders = requireNonNull(resolver, "resolver");
            return this;
        }

        /** Sets how large documents may be; by default {@link ReadLimits#standard()}. */
        public Builder limits(ReadLimits readLimits) {
            this.limits = requireNonNull(readLimits, "readLimits");
            return this;
        }

        /** Returns the reader. */
        public ConfigReader build() {
            return new ConfigReader(this);
        }
    }
}
