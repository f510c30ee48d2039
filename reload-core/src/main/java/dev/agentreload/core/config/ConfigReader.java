// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.internal.json.JacksonReading;
import dev.agentreload.core.internal.json.JsonFormat;
import dev.agentreload.core.internal.tree.IncludedNodes;
import dev.agentreload.core.internal.tree.JavaValueReader;
import dev.agentreload.core.internal.tree.KeySequenceCache;
import dev.agentreload.core.internal.tree.NoPlaceholders;
import dev.agentreload.core.internal.tree.ReadSettings;
import dev.agentreload.core.internal.tree.Surrogates;
import dev.agentreload.core.internal.tree.TreeBuilder;
import dev.agentreload.core.internal.yaml.YamlFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents: JSON, and what hand-written files use besides (comments, trailing commas, unquoted keys and single
 * quotes).
 *
 * <p>Refused, each with path, line and column: syntax errors, broken UTF-8, text after the end, a source without any content, a
 * root that is no object, numbers out of range, secrets that look like a placeholder and are none, and what exceeds the
 * {@linkplain ReadLimits limits}. A syntax error, broken UTF-8 or the limit of bytes ends the reading and is the last
 * problem; all others are collected. {@code {}} is a valid document. No problem quotes a value.
 *
 * <p>Warned of: a key that stands twice, of which the last one counts (a strict reader refuses it); text that looks like a
 * placeholder and is none; secrets that are empty.
 *
 * <p>A placeholder without a value refuses nothing by itself: the string stays as it was written, and
 * {@link ConfigDocument#unresolved} lists it. It is an error when a component reads the string. A secret that resolves to
 * nothing counts as one without a value. Where a resolver has no value for a variable, the document's own {@code env} and
 * {@code env.vars} may define it. An OpenClaw SecretRef <code>{source, provider, id}</code> under a secret key becomes the secret
 * it names: of the source {@code env} as a variable does, of the source {@code file} from the file that
 * {@code secrets.providers} names, and of other sources by the resolver, as {@link PlaceholderResolver.Placeholder.Kind#SECRET}.
 *
 * <p>A reader remembers the keys of what it read, never the values: keep one for the files that are read again and again,
 * since the next reading is faster for it, the more so the smaller the file. A host's own Jackson trees and other formats are
 * read by {@link JacksonBridge}. <em>Safe for use by multiple threads if the resolver is.</em>
 */
public final class ConfigReader {

    /** The key below which a document has the value that was read as a {@linkplain Builder#fragments() fragment}. */
    public static final String FRAGMENT = "$fragment";

    private final ReadSettings settings;

    private ConfigReader(ReadSettings settings) {
        this.settings = settings;
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
                .secrets(settings.secrets())
                .placeholders(settings.placeholders())
                .unresolved(settings.unresolved())
                .strictness(settings.strictness())
                .limits(settings.limits());
        builder.root = settings.root();
        builder.keys = settings.keys();
        return builder;
    }

    /**
     * Reads UTF-8 bytes, with or without a byte order mark.
     *
     * @param source the name that positions show
     */
    public ReadResult read(String source, byte[] content) {
        return new JacksonReading(settings, source, content, JsonFormat.FACTORY).read();
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
     * Reads UTF-8 bytes in YAML, with or without a byte order mark. The same content gives the same document as in JSON.
     *
     * <p>Aliases and merge keys ({@code <<}) are expanded, within a limit. A value that an alias uses below a secret key is secret
     * where it is written too. Where YAML 1.1 and 1.2 read text without quotes differently, it is refused ({@code 012}) or read as
     * text with a warning ({@code yes}, {@code 1_000}). Other documents in the same file and tags that say more than JSON can are refused.
     *
     * <p>SnakeYAML ({@code org.yaml:snakeyaml}), an optional dependency, parses the text; without it the result is a problem that says so.
     *
     * @param source the name that positions show
     */
    public ReadResult readYaml(String source, byte[] content) {
        return YamlFormat.read(settings, source, content);
    }

    /**
     * Reads text in YAML.
     *
     * @param source the name that positions show
     */
    public ReadResult readYaml(String source, String content) {
        return readYaml(source, Surrogates.utf8(content));
    }

    /**
     * Reads a map of strings, numbers, booleans, nulls, maps and iterables. Positions have no lines.
     *
     * @param source the name that positions show
     * @throws IllegalArgumentException if the map holds anything else, or keys that are no strings
     */
    public ReadResult read(String source, Map<String, ?> content) {
        TreeBuilder builder = new TreeBuilder(settings, source, new ProblemCollector());
        new JavaValueReader(builder).read(requireNonNull(content, "content"));
        return builder.result(null);
    }

    /**
     * Reads what was put together of several {@linkplain Builder#fragments() fragments}: each value keeps its position.
     *
     * @param source the name of the document
     * @param warnings what the fragments were warned of
     */
    public ReadResult read(String source, ConfigNode root, List<ConfigProblem> warnings) {
        return IncludedNodes.document(settings, source, root, warnings);
    }

    /** What it means that a component reads a value whose placeholders have none. */
    public enum UnresolvedValues {
        /** An error, as it must be for a document that is to come into force. */
        REFUSED,
        /** Nothing: the component gets what was written. For programs that check a file where its variables are not set. */
        TOLERATED
    }

    ReadSettings settings() {
        return settings;
    }

    /** Returns whether this reader was given a resolver, so that it does not leave placeholders as they are written. */
    public boolean resolvesPlaceholders() {
        return !(settings.placeholders() instanceof NoPlaceholders);
    }

    /** Returns how large documents may be, so that a source need not fetch more than that. */
    public ReadLimits limits() {
        return settings.limits();
    }

    /** Configures a {@link ConfigReader}. <em>Not safe for use by multiple threads.</em> */
    public static final class Builder {

        private SecretPolicy secrets = SecretPolicy.standard();
        private PlaceholderResolver placeholders = PlaceholderResolver.none();
        private UnresolvedValues unresolved = UnresolvedValues.REFUSED;
        private Strictness strictness = Strictness.LENIENT;
        private ReadSettings.Root root = ReadSettings.Root.OBJECT;
        private ReadLimits limits = ReadLimits.standard();

        /** What is known of keys under this policy, if anything. */
        private @Nullable KeySequenceCache keys;

        private Builder() {}

        /** Sets which keys make values secret; by default {@link SecretPolicy#standard()}. */
        public Builder secrets(SecretPolicy policy) {
            this.secrets = requireNonNull(policy, "policy");
            this.keys = null;
            return this;
        }

        /** Sets where the values of placeholders come from; by default they stay as they are written. */
        public Builder placeholders(PlaceholderResolver resolver) {
            this.placeholders = requireNonNull(resolver, "resolver");
            return this;
        }

        /** Sets what it means that a component reads a value whose placeholders have none; by default that is an error. */
        public Builder unresolved(UnresolvedValues values) {
            this.unresolved = requireNonNull(values, "values");
            return this;
        }

        /** Sets whether a key that stands twice is an error; by default it is a warning, and the last one counts. */
        public Builder strictness(Strictness readStrictness) {
            this.strictness = requireNonNull(readStrictness, "readStrictness");
            return this;
        }

        /**
         * Accepts any value at the root, for a file that another one includes. The document has the value as its only member,
         * {@link ConfigReader#FRAGMENT}.
         */
        public Builder fragments() {
            this.root = ReadSettings.Root.ANY;
            return this;
        }

        /** Sets how large documents may be; by default {@link ReadLimits#standard()}. */
        public Builder limits(ReadLimits readLimits) {
            this.limits = requireNonNull(readLimits, "readLimits");
            return this;
        }

        /** Returns the reader. */
        public ConfigReader build() {
            return new ConfigReader(new ReadSettings(
                    secrets,
                    placeholders,
                    unresolved,
                    strictness,
                    root,
                    limits,
                    keys == null ? new KeySequenceCache(secrets) : keys));
        }
    }
}
