// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.PlaceholderResolver.Resolution;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.source.DocumentFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link DocumentFormat} promises, as tests. Hosts extend it for one of their own:
 *
 * <ul>
 *   <li>content becomes the document that it says, under the name of the source;
 *   <li>the same content becomes the same document, on any thread;
 *   <li>broken content is refused, and no problem quotes a secret;
 *   <li>placeholders are left to the reader.
 * </ul>
 *
 * <p>Tests are public so that a host's module path can run them.
 */
@Timeout(60)
public abstract class DocumentFormatContract {

    private static final String SOURCE = "contract kit";
    private static final String SECRET = "s3cret-sentinel-4711";
    private static final Map<String, Object> CONTENT = Map.of(
            "agents",
            Map.of("list", List.of(Map.of("id", "main", "temperature", 1.5), Map.of("id", "coder"))),
            "enabled",
            true,
            "count",
            3);

    private DocumentFormat format;

    /** For those who extend it. */
    @SuppressWarnings({"NullAway.Init", "InitializerOutsideConstructor"}) // set before each test
    protected DocumentFormatContract() {}

    /**
     * Returns a format. Called once for each test.
     *
     * @throws Exception if it cannot be made; the test fails then
     */
    protected abstract DocumentFormat createFormat() throws Exception;

    /**
     * Writes this content in the format: objects as maps, lists, strings, numbers and truth values.
     *
     * @throws Exception if that cannot be done; the test fails then
     */
    protected abstract byte[] write(Map<String, ?> content) throws Exception;

    /** Returns content that is broken, after a place where this secret stands. */
    protected abstract byte[] broken(String secret);

    /** Creates the format. */
    @BeforeEach
    public void setUpFormat() throws Exception {
        format = createFormat();
    }

    @Test
    public void read_content_isTheDocument() throws Exception {
        assertThat(document(CONTENT)).isEqualTo(expected(CONTENT));
    }

    @Test
    public void read_content_namesItsSource() throws Exception {
        assertThat(document(CONTENT).source()).isEqualTo(SOURCE);
    }

    @Test
    public void read_otherContentInBetween_isTheSameDocument() throws Exception {
        document(CONTENT);
        document(Map.of("other", 1));

        assertThat(document(CONTENT)).isEqualTo(expected(CONTENT));
    }

    @Test
    public void read_twoThreads_isTheDocumentOfEach() throws Exception {
        TwoThreads.run(reading(CONTENT), reading(Map.of("other", List.of(1, 2, 3))));
    }

    @Test
    public void read_brokenContent_isRefusedAndQuotesNoSecret() {
        ReadResult result = format.read(ConfigReader.standard(), SOURCE, broken(SECRET));

        assertThat(result).isInstanceOf(ReadResult.Refused.class);
        assertThat(result.problems())
                .isNotEmpty()
                .noneMatch(problem -> problem.toString().contains(SECRET));
    }

    @Test
    public void read_placeholder_isTheReaders() throws Exception {
        ConfigReader reader = ConfigReader.builder()
                .placeholders(placeholder -> new Resolution.Public("value of " + placeholder.name()))
                .build();

        ConfigDocument read =
                format.read(reader, SOURCE, write(Map.of("path", "${HOME}"))).orThrow();

        assertThat(read.bind(ConfigPath.parse("path"), String.class).orThrow()).isEqualTo("value of HOME");
    }

    private Callable<?> reading(Map<String, ?> content) {
        return () -> {
            ConfigDocument read = document(content);
            assertThat(read).isEqualTo(expected(content));
            return read;
        };
    }

    private ConfigDocument document(Map<String, ?> content) throws Exception {
        return format.read(ConfigReader.standard(), SOURCE, write(content)).orThrow();
    }

    private static ConfigDocument expected(Map<String, ?> content) {
        return ConfigReader.standard().read(SOURCE, content).orThrow();
    }
}
