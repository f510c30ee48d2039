package dev.agentreload.core.source;

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
import java.util.TreeMap;

/**
 * A configuration file and the files it refers to, each read at most once, so that the document and the hash are made of
 * the same bytes.
 *
 * <p>The way to the configuration file is followed once, through all symbolic links, and the other files are looked for in
 * the directory where it ended. So all of them come from one generation when somebody swaps a link, as Kubernetes does
 * with {@code ..data}. <em>Not safe for use by multiple threads.</em>
 */
final class FileSet {

    static final int MOST_TARGET_BYTES = 64 << 10;

    private static final String CONFIG_PART = "";

    private final Path file;
    private final Optional<Path> realFile;
    private final FileContent config;
    private final Map<String, FileContent> targets = new TreeMap<>();

    private FileSet(Path file, Optional<Path> realFile, FileContent config) {
        this.file = file;
        this.realFile = realFile;
        this.config = config;
    }

    /** Opens a configuration file; it need not exist. */
    static FileSet open(Path file, int limit) {
        try {
            Path real = file.toRealPath();
            return new FileSet(file, Optional.of(real), FileContent.read(real, file, Ints.saturatedCast(limit + 1L)));
        } catch (IOException | SecurityException e) {
            return new FileSet(file, Optional.empty(), FileContent.Absent.of(file, e));
        }
    }

    /** Returns the set that there would be if the configuration file had this content. */
    static FileSet around(Path file, byte[] content) {
        return new FileSet(file, realPath(file), new FileContent.Found(new FileContent.Bytes(content)));
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
            return new Resolution.Secret(withoutLineEnd(decode(bytes)));
        } catch (CharacterCodingException e) {
            return new Resolution.Missing("file [" + path(name) + "] is not in the UTF-8 encoding");
        }
    }

    /** Returns whether all files read so far are there and hold something: a blank one may be about to be written. */
    boolean isComplete() {
        return hasContent(config) && targets.values().stream().allMatch(FileSet::hasContent);
    }

    /** Returns whether the way to the configuration file leads elsewhere than when it was opened. */
    boolean hasMoved() {
        return !realPath(file).equals(realFile);
    }

    /** Returns the hash of all files read so far. */
    SourceHash hash() {
        SourceHash.Builder hash = SourceHash.builder();
        add(hash, CONFIG_PART, config);
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
            return FileContent.read(target, target, MOST_TARGET_BYTES + 1);
        } catch (InvalidPathException e) {
            return new FileContent.Absent("[" + name + "] is no valid path", "expected the path of a file");
        }
    }

    private Path path(String name) {
        return realFile.orElse(file).resolveSibling(name);
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

    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
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
