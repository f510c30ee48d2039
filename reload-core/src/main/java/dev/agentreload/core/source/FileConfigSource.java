package dev.agentreload.core.source;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.hash.HashCode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.PlaceholderResolver;
import dev.agentreload.core.config.PlaceholderResolver.Placeholder;
import dev.agentreload.core.config.PlaceholderResolver.Resolution;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration file, with the environment values and the {@code ${file:path}} targets it refers to.
 *
 * <p>A path in {@code ${file:path}} is relative to the directory in which the configuration file really lies, after all
 * symbolic links; one trailing line break of the target is dropped. A target must be UTF-8 of at most 64 KiB. A missing
 * target is a problem that names the path that was expected; no problem names content.
 *
 * <p><em>Immutable but for a memory of file names; safe for use by multiple threads if environment and format are.</em>
 */
public final class FileConfigSource implements WatchableSource {

    /** Who swaps links faster than this many readings gets a problem that says what was missing. */
    private static final int ATTEMPTS = 3;

    private static final byte[] NO_CONTENT = {};

    private final Path file;
    private final String name;
    private final ConfigReader reader;
    private final EnvironmentResolver environment;
    private final DocumentFormat format;
    private final PlaceholderResolver secrets;
    private final boolean asWritten;

    /** Which files the last content seen refers to, so that an unchanged file is not parsed at every look. */
    private volatile @Nullable KnownTargets known;

    private FileConfigSource(Builder builder) {
        this.file = builder.file;
        this.name = builder.name;
        this.reader = builder.reader;
        this.environment = builder.environment;
        this.format = builder.format;
        this.secrets = builder.secrets;
        this.asWritten = builder.asWritten;
    }

    /** Returns the source that reads this file as JSON, with the standard reader. */
    public static FileConfigSource of(Path file, EnvironmentResolver environment) {
        return builder(file, environment).build();
    }

    /** Returns a builder of a source that reads this file. */
    public static Builder builder(Path file, EnvironmentResolver environment) {
        return new Builder(file, environment);
    }

    /** Returns the absolute path of the file, with symbolic links as they are. */
    public Path file() {
        return file;
    }

    /** Returns the name of the file, without its directory unless the host set another name. */
    @Override
    public String name() {
        return name;
    }

    @Override
    public ReadResult read() {
        return withFiles(this::document);
    }

    @Override
    public SourceReading reading() {
        return withFiles(this::reading);
    }

    @Override
    public SourceSnapshot snapshot() {
        return withFiles(this::snapshot);
    }

    /**
     * Returns the hash that this source will have once its file holds this content, with the other files as they are now. A
     * host that is about to write the file tells it to {@link ConfigWatcher#expect}.
     */
    public SourceHash hashOf(byte[] content) {
        return snapshot(FileSet.around(file, content)).hash();
    }

    @Override
    public String toString() {
        return file.toString();
    }

    /** A file that is missing because its directory was just replaced by another is looked for once more. */
    private <T> T withFiles(Function<FileSet, T> use) {
        FileSet files = FileSet.open(file, reader.limits().bytes());
        T result = use.apply(files);
        for (int attempt = 1; attempt < ATTEMPTS && !files.isComplete() && files.hasMoved(); attempt++) {
            files = FileSet.open(file, reader.limits().bytes());
            result = use.apply(files);
        }
        return result;
    }

    private ReadResult document(FileSet files) {
        FileContent config = files.config();
        return config instanceof FileContent.Absent absent
                ? refused(absent.problem(), absent.expectation())
                : parse(
                        ((FileContent.Found) config).bytes(),
                        asWritten ? PlaceholderResolver.none() : new OneState(files));
    }

    private SourceReading reading(FileSet files) {
        ReadResult result = document(files);
        return new SourceReading(result, Optional.of(files.hash()));
    }

    private Resolution resolve(Placeholder placeholder, FileSet files) {
        return switch (placeholder.kind()) {
            case ENVIRONMENT -> environment.resolve(placeholder);
            case FILE -> files.resolve(placeholder.name());
            case SECRET -> secrets.resolve(placeholder);
        };
    }

    private ReadResult parse(FileContent.Bytes content, PlaceholderResolver placeholders) {
        ConfigReader resolving = reader.toBuilder().placeholders(placeholders).build();
        try {
            return format.read(resolving, name, content.array());
        } catch (RuntimeException e) {
            return refused("the format threw " + e.getClass().getSimpleName(), "expected a result");
        }
    }

    private ReadResult refused(String message, String expectation) {
        ConfigProblem problem = ConfigProblem.error(ConfigPath.root(), SourcePosition.of(name), message, expectation);
        return new ReadResult.Refused(ImmutableList.of(problem));
    }

    private SourceSnapshot snapshot(FileSet files) {
        if (files.config() instanceof FileContent.Found found) {
            targetsOf(found.bytes()).forEach(files::target);
        }
        return files.isComplete() ? SourceSnapshot.complete(files.hash()) : SourceSnapshot.incomplete(files.hash());
    }

    private ImmutableSet<String> targetsOf(FileContent.Bytes content) {
        KnownTargets targets = known;
        if (targets == null || !targets.content.equals(content.digest())) {
            targets = new KnownTargets(content.digest(), findTargets(content));
            known = targets;
        }
        return targets.names;
    }

    private ImmutableSet<String> findTargets(FileContent.Bytes content) {
        ImmutableSet.Builder<String> names = ImmutableSet.builder();
        parse(content, placeholder -> {
            if (placeholder.kind() == Placeholder.Kind.FILE) {
                names.add(placeholder.name());
            }
            return new Resolution.Unchanged();
        });
        return names.build();
    }

    /** Resolves all placeholders of one document with the same state of the files. */
    private final class OneState implements PlaceholderResolver {

        private final FileSet files;

        OneState(FileSet files) {
            this.files = files;
        }

        @Override
        public Resolution resolve(Placeholder placeholder) {
            return FileConfigSource.this.resolve(placeholder, files);
        }

        @Override
        public PlaceholderResolver renewed() {
            return new NextState();
        }
    }

    /**
     * What a document keeps: it knows where the files are and nothing of what they held. The directory is found anew each time:
     * by then the one that the content came from may be gone.
     */
    private final class NextState implements PlaceholderResolver {

        @Override
        public Resolution resolve(Placeholder placeholder) {
            return renewed().resolve(placeholder);
        }

        @Override
        public PlaceholderResolver renewed() {
            return new OneState(FileSet.around(file, NO_CONTENT));
        }
    }

    /** The names in {@code ${file:name}} are a function of the content. */
    private record KnownTargets(HashCode content, ImmutableSet<String> names) {}

    /** Configures a {@link FileConfigSource}. <em>Not safe for use by multiple threads.</em> */
    public static final class Builder {

        private final Path file;
        private final EnvironmentResolver environment;
        private String name;
        private ConfigReader reader = ConfigReader.standard();
        private DocumentFormat format = DocumentFormat.json();
        private PlaceholderResolver secrets = PlaceholderResolver.none();
        private boolean asWritten;

        private Builder(Path file, EnvironmentResolver environment) {
            this.file = file.toAbsolutePath();
            this.environment = requireNonNull(environment, "environment");
            Path fileName = file.getFileName();
            this.name = fileName == null ? file.toString() : fileName.toString();
        }

        /** Sets the name that positions show; by default the file's own, without its directory. */
        public Builder name(String other) {
            this.name = requireNonNull(other, "other");
            return this;
        }

        /**
         * Sets the reader, with its secrets policy, limits and key; by default {@link ConfigReader#standard()}.
         *
         * @throws IllegalArgumentException if the reader resolves placeholders: the source resolves them itself
         */
        public Builder reader(ConfigReader configReader) {
            checkArgument(
                    !configReader.resolvesPlaceholders(),
                    "the reader resolves placeholders, which the source does itself: give it a reader without a resolver");
            this.reader = configReader;
            return this;
        }

        /** Sets the format of the file; by default {@link DocumentFormat#json()}. */
        public Builder format(DocumentFormat documentFormat) {
            this.format = requireNonNull(documentFormat, "documentFormat");
            return this;
        }

        /**
         * Sets the resolver that is asked for secrets of other sources than the environment and files, such as {@code exec}; by
         * default they have no value.
         */
        public Builder secrets(PlaceholderResolver resolver) {
            this.secrets = requireNonNull(resolver, "resolver");
            return this;
        }

        /** Leaves placeholders as they are written, so that documents can be compared where they have no value. */
        public Builder asWritten() {
            this.asWritten = true;
            return this;
        }

        /** Returns the source. */
        public FileConfigSource build() {
            return new FileConfigSource(this);
        }
    }
}
