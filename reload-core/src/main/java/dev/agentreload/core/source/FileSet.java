// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import dev.agentreload.core.config.PlaceholderResolver.Resolution;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file and the files it refers to, each read at most once, so that the document and the hash are made of
 * the same bytes.
 *
 * <p>The way to the configuration file is followed once, through all symbolic links, and the other files are looked for in
 * the directory where it ended. So all of them come from one generation when a link is swapped, as Kubernetes does
 * with {@code ..data}. <em>Not safe for use by multiple threads.</em>
 */
final class FileSet {

    static final int MOST_TARGET_BYTES = 64 << 10;

    private static final String CONFIG_PART = "";

    private static final String INCLUDED = "$include ";

    private final Path file;
    private final Optional<Path> realFile;
    private final FileContent config;
    private final Optional<Path> root;
    private final Map<String, FileContent> targets = new TreeMap<>();
    private final Map<Path, FileContent> included = new TreeMap<>();

    private FileSet(Path file, Optional<Path> realFile, FileContent config, Optional<Path> root) {
        this.file = file;
        this.realFile = realFile;
        this.config = config;
        this.root = root;
    }

    /**
     * Opens a configuration file; it need not exist.
     *
     * @param root the directory that other files must lie in, if there is one
     * @param seen what the file held before, whose hash is known
     */
    static FileSet open(Path file, int limit, Optional<Path> root, FileContent.@Nullable Bytes seen) {
        try {
            Path real = file.toRealPath();
            FileContent content =
                    FileContent.read(real, file, Ints.saturatedCast(limit + 1L)).orEqual(seen);
            return new FileSet(file, Optional.of(real), content, root);
        } catch (IOException | SecurityException e) {
            return new FileSet(file, Optional.empty(), FileContent.Absent.of(file, e), root);
        }
    }

    /** Returns the set that there would be if the configuration file had this content. */
    static FileSet around(Path file, byte[] content, Optional<Path> root) {
        return new FileSet(file, realPath(file), new FileContent.Found(new FileContent.Bytes(content)), root);
    }

    /** Returns where the configuration file really lies. */
    Path realFile() {
        return realFile.orElse(file);
    }

    /** Returns the directory in which the configuration file really lies. */
    Path directory() {
        return realFile().toAbsolutePath().resolveSibling("").normalize();
    }

    /** Returns what a file holds that the configuration includes. */
    FileContent include(Path path, int limit) {
        FileContent content = included.get(path);
        if (content == null) {
            content = FileContent.read(path, path, Ints.saturatedCast(limit + 1L));
            included.put(path, content);
        }
        return content;
    }

    /** Returns the files that were included so far. */
    Set<Path> included() {
        return ImmutableSet.copyOf(included.keySet());
    }

    FileContent config() {
        return config;
    }

    /** Returns what a file holds, named as in {@code ${file:name}}. */
    FileContent target(String name) {
        FileContent content = targets.get(name);
        if (content == null) {
            content = readTarget(name);
            targets.put(name, content);
        }
        return content;
    }

    /** Returns what stands for {@code ${file:name}}. */
    Resolution resolve(String name) {
        FileContent content = target(name);
        if (content instanceof FileContent.Absent absent) {
            return new Resolution.Missing(absent.problem());
        }
        byte[] bytes = ((FileContent.Found) content).bytes().array();
        if (bytes.length > MOST_TARGET_BYTES) {
            return new Resolution.Missing("file [" + path(name) + "] is larger than 64 KiB");
        }
        try {
            return new Resolution.Secret(withoutLineEnd(
                    decode(bytes, ((FileContent.Found) content).bytes().markLength())));
        } catch (CharacterCodingException e) {
            return new Resolution.Missing("file [" + path(name) + "] is not in the UTF-8 encoding");
        }
    }

    /** Returns whether all files read so far are there and hold something: a blank one may be about to be written. */
    boolean isComplete() {
        return hasContent(config)
                && Stream.concat(targets.values().stream(), included.values().stream())
                        .allMatch(FileSet::hasContent);
    }

    /** Returns whether the way to the configuration file leads elsewhere than when it was opened. */
    boolean hasMoved() {
        return !realPath(file).equals(realFile);
    }

    /** Returns the hash of all files read so far. */
    SourceHash hash() {
        SourceHash.Builder hash = SourceHash.builder();
        add(hash, CONFIG_PART, config);
        included.forEach((path, content) -> add(hash, INCLUDED + directory().relativize(path), content));
        targets.forEach((name, content) -> add(hash, name, content));
        return hash.build();
    }

    private static void add(SourceHash.Builder hash, String name, FileContent content) {
        if (content instanceof FileContent.Found found) {
            hash.part(name, found.bytes().digest());
        } else {
            hash.absent(name, ((FileContent.Absent) content).problem());
        }
    }

    private FileContent readTarget(String name) {
        try {
            Path target = path(name);
            if (root.isPresent() && !lies(target, root.get())) {
                return new FileContent.Absent(
                        "file [" + target + "] lies outside of [" + root.get() + "]", "expected a file in it");
            }
            return FileContent.read(target, target, MOST_TARGET_BYTES + 1);
        } catch (InvalidPathException e) {
            return new FileContent.Absent("[" + name + "] is no valid path", "expected the path of a file");
        }
    }

    private Path path(String name) {
        return realFile.orElse(file).resolveSibling(name);
    }

    /** Returns whether a file lies in a directory, by its path and through all symbolic links. */
    static boolean lies(Path file, Path directory) {
        Path real = realPath(directory).orElse(directory);
        Path normal = file.toAbsolutePath().normalize();
        return (normal.startsWith(directory.toAbsolutePath().normalize()) || normal.startsWith(real))
                && realPath(file).map(target -> target.startsWith(real)).orElse(true);
    }

    private static Optional<Path> realPath(Path file) {
        try {
            return Optional.of(file.toRealPath());
        } catch (IOException | SecurityException e) {
            return Optional.empty();
        }
    }

    private static boolean hasContent(FileContent content) {
        return content instanceof FileContent.Found found && !found.bytes().isBlank();
    }

    private static String decode(byte[] bytes, int start) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, start, bytes.length - start))
                .toString();
    }

    /** Editors and {@code echo} end a file with a line break that is no part of a key. */
    private static String withoutLineEnd(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
