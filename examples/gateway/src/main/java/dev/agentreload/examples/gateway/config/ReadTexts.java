// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.config;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.source.DocumentFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Keeps what a configuration file, and the files it includes, held when they were read last, with the document that came of it: by the
 * time a problem is shown, they may have been edited. Nothing of it is masked. <em>Safe for use by multiple threads.</em>
 */
final class ReadTexts implements DocumentFormat {

    /** A copy is made of what was applied a moment ago. */
    private static final int MOST_RECENT = 5;

    /** What the reading on this thread has read so far. */
    private final ThreadLocal<Map<String, byte[]>> texts = ThreadLocal.withInitial(LinkedHashMap::new);

    /** What was parsed last. A source that reads the same bytes again does not parse them again. */
    private volatile Optional<Reading> parsed = Optional.empty();

    /** The texts that documents were made of, the newest last; guarded by itself. */
    private final Map<ConfigDocument, byte[]> recent = new LinkedHashMap<>();

    private volatile Reading last = new Reading(new ReadResult.Refused(List.of()), Map.of());

    /**
     * The outcome of one reading, and the texts it was made of: both together say which value may be shown.
     *
     * @param texts by the name that positions show
     */
    record Reading(ReadResult result, Map<String, byte[]> texts) {

        /** The same object, and not an equal one: an equal document may come of another text. */
        @SuppressWarnings("ReferenceEquality")
        boolean isDocument(ConfigDocument document) {
            return result instanceof ReadResult.Success read && read.document() == document;
        }

        /** Returns the lines of what was read under this name; empty if nothing was. */
        List<String> lines(String source) {
            byte[] text = texts.get(source);
            return text == null
                    ? List.of()
                    : new String(text, StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Override
    public ReadResult read(ConfigReader reader, String source, byte[] content) {
        ReadResult result = DocumentFormat.of(Path.of(source)).read(reader, source, content);
        texts.get().put(source, content);
        parsed = Optional.of(new Reading(result, Map.of(source, content)));
        return result;
    }

    /**
     * Reads with this, and remembers what was read.
     *
     * @param result returns the outcome that belongs to it; empty if nothing is to be remembered
     */
    <T> T remember(Supplier<T> reading, Function<T, Optional<ReadResult>> result) {
        texts.remove();
        try {
            T outcome = reading.get();
            result.apply(outcome).ifPresent(read -> note(read, texts.get()));
            return outcome;
        } finally {
            texts.remove();
        }
    }

    private void note(ReadResult result, Map<String, byte[]> read) {
        Optional<Reading> known = parsed;
        if (!read.isEmpty()) {
            note(new Reading(result, read));
        } else if (result instanceof ReadResult.Success success) {
            known.filter(reading -> reading.isDocument(success.document())).ifPresent(this::note);
        }
    }

    /** The file itself is read before those that it includes. */
    private void note(Reading reading) {
        last = reading;
        if (reading.result() instanceof ReadResult.Success success) {
            synchronized (recent) {
                recent.remove(success.document());
                recent.put(
                        success.document(), reading.texts().values().iterator().next());
                if (recent.size() > MOST_RECENT) {
                    recent.remove(recent.keySet().iterator().next());
                }
            }
        }
    }

    /** Returns the text of the file that this document was made of, if it was read lately. */
    Optional<byte[]> textOf(ConfigDocument document) {
        synchronized (recent) {
            return Optional.ofNullable(recent.get(document));
        }
    }

    /** Returns what was read last. */
    Reading last() {
        return last;
    }
}
