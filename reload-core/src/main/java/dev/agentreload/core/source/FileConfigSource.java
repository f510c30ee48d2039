// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Bytes;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.PlaceholderResolver;
import dev.agentreload.core.config.PlaceholderResolver.Placeholder;
import dev.agentreload.core.config.PlaceholderResolver.Resolution;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.internal.json.EditedJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration file, with the environment values and the {@code ${file:path}} targets it refers to.
 *
 * <p>A path in {@code ${file:path}} is relative to the directory in which the configuration file really lies, after all
 * symbolic links, or to the home directory that the environment names if it begins with {@code ~/}; a byte order mark and one
 * trailing line break of the target are dropped. A target must be UTF-8 of at most
 * 64 KiB. A missing target is a value that is missing, with the path that was expected; no problem names content.
 *
 * <p>It keeps what the file held last. A file that holds the same bytes again is not hashed again. Unless it includes others, it is
 * not parsed again while its placeholders have the values that they had; after an edit in one place of a JSON file only the objects
 * and lists around it are parsed.
 *
 * <p><em>Immutable but for that memory; safe for use by multiple threads if environment and format are.</em>
 */
public final class FileConfigSource implements WatchableSource {

    /** Who swaps links faster than this many readings gets a problem that says what was missing. */
    private static final int ATTEMPTS = 3;

    private static final String HOME = "~/";
    private static final ImmutableList<String> HOME_VARIABLES = ImmutableList.of("HOME", "USERPROFILE");

    private static final byte[] NO_CONTENT = {};
    private static final byte[] INCLUDE = "$include".getBytes(StandardCharsets.US_ASCII);

    static final DocumentFormat JSON = ConfigReader::read;

    private final Path file;
    private final String name;
    private final ConfigReader reader;
    private final EnvironmentResolver environment;
    private final DocumentFormat format;
    private final Function<Path, DocumentFormat> formats;
    private final PlaceholderResolver secrets;
    private final boolean asWritten;
    private final boolean includes;
    private final Optional<Path> root;
    private final ConfigPath section;
    private final ImmutableSet<String> publicFiles;

    /** Which files the last content seen refers to, so that an unchanged file is not parsed at every poll. */
    private volatile @Nullable KnownTargets known;

    /** What the file held last: comparing bytes takes a fraction of the time in which they are hashed. */
    private volatile FileContent.@Nullable Bytes seen;

    /** What the file held last, as a document, if no other file is part of it but by placeholders. */
    private volatile @Nullable KnownDocument knownDocument;

    private FileConfigSource(Builder builder) {
        this.file = builder.file;
        this.name = builder.name;
        this.reader = builder.reader;
        this.environment = builder.environment;
        this.formats = builder.formats;
        this.format = formats.apply(file);
        this.secrets = builder.secrets;
        this.asWritten = builder.asWritten;
        this.includes = builder.includes;
        this.root = builder.root;
        this.section = builder.section;
        this.publicFiles = builder.publicFiles;
    }

    /** Returns the source that reads this file in the format that its name says, with the standard reader. */
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
     * host that is about to write the file passes it to {@link ConfigWatcher#expect}.
     */
    public SourceHash hashOf(byte[] content) {
        return snapshot(FileSet.around(file, content, root)).hash();
    }

    /** Returns what reading would give if the file had this content, with the other files as they are now. */
    public ReadResult readAs(byte[] content) {
        FileSet files = FileSet.around(file, requireNonNull(content, "content"), root);
        return parse(files, asWritten ? PlaceholderResolver.none() : answers(files));
    }

    @Override
    public String toString() {
        return file.toString();
    }

    /** A file that is missing because its directory was just replaced by another is looked for once more. */
    private <T> T withFiles(Function<FileSet, T> use) {
        FileSet files = open();
        T result = use.apply(files);
        for (int attempt = 1; attempt < ATTEMPTS && !files.isComplete() && files.hasMoved(); attempt++) {
            files = open();
            result = use.apply(files);
        }
        return result;
    }

    private FileSet open() {
        FileSet files = FileSet.open(file, reader.limits().bytes(), root, seen);
        if (files.config() instanceof FileContent.Found found) {
            seen = found.bytes();
        }
        return files;
    }

    private ReadResult document(FileSet files) {
        if (files.config() instanceof FileContent.Absent absent) {
            return refused(absent.problem(), absent.expectation());
        }
        if (asWritten) {
            return parse(files, PlaceholderResolver.none());
        }
        RememberedAnswers answers = answers(files);
        KnownDocument last = knownDocument;
        if (last != null && answers.areThoseOf(last.answers)) {
            Optional<ConfigDocument> known = last.isOf(files) ? Optional.of(last.document) : edited(last, files);
            if (known.isPresent()) {
                knownDocument = new KnownDocument(bytes(files), known.get(), last.answers);
                return new ReadResult.Success(known.get());
            }
        }
        ReadResult result = parse(files, answers);
        return answers.areComplete() ? remembered(result, files, answers.all()) : result;
    }

    private Optional<ConfigDocument> edited(KnownDocument last, FileSet files) {
        return format.equals(JSON)
                ? EditedJson.read(
                        last.document, last.bytes.array(), bytes(files).array())
                : Optional.empty();
    }

    /** Remembers a document that the same bytes make again as long as its placeholders have the same values. */
    private ReadResult remembered(ReadResult result, FileSet files, Map<Placeholder, Resolution> answers) {
        knownDocument = result instanceof ReadResult.Success success
                        && !mayInclude(bytes(files).array())
                ? new KnownDocument(bytes(files), success.document(), ImmutableMap.copyOf(answers))
                : null;
        return result;
    }

    private static FileContent.Bytes bytes(FileSet files) {
        return ((FileContent.Found) files.config()).bytes();
    }

    private SourceReading reading(FileSet files) {
        ReadResult result = document(files);
        return new SourceReading(result, Optional.of(SourceHash.whenCompared(files::hash)));
    }

    /** Returns what resolves all placeholders of one document with the same state of the files. */
    private RememberedAnswers answers(FileSet files) {
        return new RememberedAnswers(placeholder -> resolve(placeholder, files), new NextState());
    }

    private Resolution resolve(Placeholder placeholder, FileSet files) {
        return switch (placeholder.kind()) {
            case ENVIRONMENT -> environment.resolve(placeholder);
            case FILE -> file(placeholder.name(), files);
            case SECRET -> secrets.resolve(placeholder);
        };
    }

    private Resolution file(String target, FileSet files) {
        if (target.startsWith(HOME) && home().isEmpty()) {
            return new Resolution.Missing("no variable names the home directory of file [" + target + "]");
        }
        Resolution resolution = files.resolve(located(target));
        return resolution instanceof Resolution.Secret found && publicFiles.contains(target)
                ? new Resolution.Public(found.value())
                : resolution;
    }

    private String located(String target) {
        return target.startsWith(HOME)
                ? home().map(directory -> directory + target.substring(1)).orElse(target)
                : target;
    }

    private Optional<String> home() {
        return HOME_VARIABLES.stream()
                .map(variable -> environment.resolve(new Placeholder(Placeholder.Kind.ENVIRONMENT, variable)))
                .map(FileConfigSource::text)
                .filter(directory -> !directory.isBlank())
                .findFirst();
    }

    private static String text(Resolution resolution) {
        if (resolution instanceof Resolution.Secret secret) {
            return secret.value();
        }
        return resolution instanceof Resolution.Public shown ? shown.value() : "";
    }

    private ReadResult parse(FileSet files, PlaceholderResolver placeholders) {
        ConfigReader resolving = reader.toBuilder().placeholders(placeholders).build();
        byte[] content = bytes(files).array();
        try {
            boolean including = includes && mayInclude(content);
            return including || !section.isRoot()
                    ? new IncludedFiles(files, formats, resolving, name, section, including).read(format, content)
                    : format.read(resolving, name, content);
        } catch (RuntimeException e) {
            return refused("the format threw " + e.getClass().getSimpleName(), "expected a result");
        }
    }

    private ReadResult refused(String message, String expectation) {
        ConfigProblem problem = ConfigProblem.error(ConfigPath.root(), SourcePosition.of(name), message, expectation);
        return new ReadResult.Refused(ImmutableList.of(problem));
    }

    private SourceSnapshot snapshot(FileSet files) {
        if (files.config() instanceof FileContent.Found) {
            targetsOf(files).forEach(target -> files.target(located(target)));
        }
        return files.isComplete() ? SourceSnapshot.complete(files.hash()) : SourceSnapshot.incomplete(files.hash());
    }

    /** Most files include none, and are read in one pass. */
    private static boolean mayInclude(byte[] content) {
        return Bytes.indexOf(content, INCLUDE) >= 0;
    }

    private ImmutableSet<String> targetsOf(FileSet files) {
        KnownTargets targets = known;
        if (targets != null) {
            targets.included.forEach(path -> files.include(path, reader.limits().bytes()));
        }
        if (targets == null || !targets.content.equals(files.hash())) {
            ImmutableSet<String> names = findTargets(files);
            targets = new KnownTargets(files.hash(), ImmutableSet.copyOf(files.included()), names);
            known = targets;
        }
        return targets.names;
    }

    private ImmutableSet<String> findTargets(FileSet files) {
        KnownDocument last = knownDocument;
        if (last != null && last.isOf(files) && last.answers.isEmpty()) {
            return ImmutableSet.of();
        }
        TargetNames names = new TargetNames();
        ReadResult result = parse(files, names);
        if (!asWritten && !names.wasAsked) {
            remembered(result, files, ImmutableMap.of());
        }
        return names.files.build();
    }

    /** Notes which files are asked for. */
    private final class TargetNames implements PlaceholderResolver {

        private final ImmutableSet.Builder<String> files = ImmutableSet.builder();
        private boolean wasAsked;

        @Override
        public Resolution resolve(Placeholder placeholder) {
            wasAsked = true;
            if (placeholder.kind() == Placeholder.Kind.FILE) {
                files.add(placeholder.name());
            }
            return new Resolution.Unchanged();
        }

        @Override
        public PlaceholderResolver fresh() {
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
            return fresh().resolve(placeholder);
        }

        @Override
        public PlaceholderResolver fresh() {
            return answers(FileSet.around(file, NO_CONTENT, root));
        }
    }

    /** The names in {@code ${file:name}} are a function of the content of a file and of those it includes. */
    private record KnownTargets(SourceHash content, ImmutableSet<Path> included, ImmutableSet<String> names) {}

    /**
     * A document, and what makes it.
     *
     * @param answers the values of its placeholders, all of them asked for again before it is used
     */
    private record KnownDocument(
            FileContent.Bytes bytes, ConfigDocument document, ImmutableMap<Placeholder, Resolution> answers) {

        @SuppressWarnings("ReferenceEquality") // bytes that are equal to those seen last are the same object
        boolean isOf(FileSet files) {
            return files.config() instanceof FileContent.Found found && found.bytes() == bytes;
        }
    }

    /** Configures a {@link FileConfigSource}. <em>Not safe for use by multiple threads.</em> */
    public static final class Builder {

        private final Path file;
        private final EnvironmentResolver environment;
        private String name;
        private ConfigReader reader = ConfigReader.standard();
        private Function<Path, DocumentFormat> formats = DocumentFormat::of;
        private PlaceholderResolver secrets = PlaceholderResolver.none();
        private boolean asWritten;
        private boolean includes;
        private Optional<Path> root = Optional.empty();
        private ConfigPath section = ConfigPath.root();
        private ImmutableSet<String> publicFiles = ImmutableSet.of();

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

        /** Sets the format of the file and of those that it includes; by default {@link DocumentFormat#of} of the name of each. */
        public Builder format(DocumentFormat documentFormat) {
            requireNonNull(documentFormat, "documentFormat");
            this.formats = any -> documentFormat;
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

        /**
         * Reads the files that {@code "$include": "path"} or {@code "$include": ["path", "path"]} names, as OpenClaw does: the
         * content takes the place of the object that the key stands in. Several files are merged in their order, objects key by
         * key and lists one behind the other; members beside the key are merged last. Paths are relative to the file they stand
         * in. Files may include others, ten deep, and must lie in the directory of the configuration file. By default the key
         * is a problem.
         */
        public Builder includes() {
            this.includes = true;
            return this;
        }

        /**
         * Takes the object at this path of the file for the document, as if it stood in a file of its own: its {@code env} section, its
         * placeholders and its secrets. Nothing else in the file is read, or resolved. Rules, plans and components see paths that begin
         * inside the section; positions, problems of reading and the results of a reloader have the place and the path in the file.
         * A file without the section is refused. By default the document is the whole file.
         */
        public Builder section(ConfigPath path) {
            this.section = requireNonNull(path, "path");
            return this;
        }

        /**
         * Does the same for a path in text, such as {@code agent-host}.
         *
         * @throws IllegalArgumentException if the text is no path
         */
        public Builder section(String path) {
            return section(ConfigPath.parse(path));
        }

        /** Sets the directory in which all targets of {@code ${file:path}} must lie; by default they may lie anywhere. */
        public Builder filesWithin(Path directory) {
            this.root = Optional.of(directory.toAbsolutePath());
            return this;
        }

        /** Declares that the content of these files may be shown, such as prompts; names are as in {@code ${file:name}}. */
        public Builder publicFiles(Collection<String> names) {
            this.publicFiles = ImmutableSet.copyOf(names);
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
