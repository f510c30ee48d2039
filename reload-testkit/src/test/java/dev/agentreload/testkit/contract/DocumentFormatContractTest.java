// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.source.DocumentFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Has each test of the kit fail on a format that breaks just what it is about. */
class DocumentFormatContractTest extends BrokenImplementations {

    private static final Map<Class<?>, List<String>> BROKEN = Map.ofEntries(
            Map.entry(
                    Empty.class,
                    List.of(
                            "read_content_isTheDocument",
                            "read_otherContentInBetween_isTheSameDocument",
                            "read_twoThreads_isTheDocumentOfEach",
                            "read_placeholder_isTheReaders")),
            Map.entry(Nameless.class, List.of("read_content_namesItsSource")),
            Map.entry(Remembering.class, List.of("read_otherContentInBetween_isTheSameDocument")),
            Map.entry(OneThread.class, List.of("read_twoThreads_isTheDocumentOfEach")),
            Map.entry(Quoting.class, List.of("read_brokenContent_isRefusedAndQuotesNoSecret")),
            Map.entry(Resolving.class, List.of("read_placeholder_isTheReaders")));

    DocumentFormatContractTest() {
        super(Sound.class, BROKEN);
    }

    /** A format that keeps all promises, and its own test. */
    static class Sound extends DocumentFormatContract implements DocumentFormat {

        @Override
        protected DocumentFormat createFormat() {
            return this;
        }

        @Override
        protected byte[] write(Map<String, ?> content) {
            return JsonText.compact(content).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        protected byte[] broken(String secret) {
            return ("{\"apiKey\": \"" + secret + "\", ").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public ReadResult read(ConfigReader reader, String source, byte[] content) {
            return reader.read(source, content);
        }
    }

    static class Empty extends Sound {
        @Override
        public ReadResult read(ConfigReader reader, String source, byte[] content) {
            ReadResult result = super.read(reader, source, content);
            return result instanceof ReadResult.Success ? reader.read(source, "{}") : result;
        }
    }

    static class Nameless extends Sound {
        @Override
        public ReadResult read(ConfigReader reader, String source, byte[] content) {
            return super.read(reader, "bytes", content);
        }
    }

    static class Remembering extends Sound {
        private final AtomicReference<@Nullable ReadResult> other = new AtomicReference<>();

        @Override
        public ReadResult read(ConfigReader reader, String source, byte[] content) {
            if (new String(content, StandardCharsets.UTF_8).equals("{\"other\":1}")) {
                other.set(super.read(reader, source, content));
            }
            ReadResult known = other.get();
            return known == null ? super.read(reader, source, content) : known;
        }
    }

    static class OneThread extends Sound {
        private final Thread thread = Thread.currentThread();

        @Override
        public ReadResult read(ConfigReader reader, String source, byte[] content) {
            if (!Thread.currentThread().equals(thread)) {
                throw new IllegalStateException("not my thread");
            }
            return super.read(reader, source, content);
        }
    }

    static class Quoting extends Sound {
        @Override
        public ReadResult read(ConfigReader reader, String source, byte[] content) {
            ReadResult result = super.read(reader, source, content);
            return result instanceof ReadResult.Success
                    ? result
                    : new ReadResult.Refused(List.of(ConfigProblem.error(
                            ConfigPath.root(),
                            SourcePosition.of(source),
                            "cannot read " + new String(content, StandardCharsets.UTF_8),
                            "")));
        }
    }

    static class Resolving extends Sound {
        @Override
        public ReadResult read(ConfigReader reader, String source, byte[] content) {
            ReadResult read = ConfigReader.standard().read(source, content);
            return read instanceof ReadResult.Success found && isPlaceholder(found.document())
                    ? reader.read(source, "{path: '/home/own'}")
                    : read;
        }

        private static boolean isPlaceholder(ConfigDocument document) {
            return document.root().keys().contains("path");
        }
    }
}
