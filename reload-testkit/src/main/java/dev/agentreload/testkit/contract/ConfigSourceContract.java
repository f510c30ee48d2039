// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.source.ConfigSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link ConfigSource} promises, as tests. Hosts extend it for a source of their own; for one that can be watched they extend
 * {@link WatchableSourceContract}, which has these tests too:
 *
 * <ul>
 *   <li>each reading is of what there is now;
 *   <li>what is missing or broken is a problem, never a throw;
 *   <li>no problem quotes a secret.
 * </ul>
 *
 * <p>Tests are public so that a host's module path can run them.
 */
@Timeout(60)
public abstract class ConfigSourceContract {

    static final String ONE = "{\"agents\": {\"list\": [{\"id\": \"one\"}]}}";
    static final String TWO = "{\"agents\": {\"list\": [{\"id\": \"two\"}]}}";
    private static final String SECRET = "s3cret-sentinel-4711";

    private ConfigSource source;

    /** For those who extend it. */
    protected ConfigSourceContract() {}

    /**
     * Returns the source. Called once for each test, before anything is written.
     *
     * @throws Exception if it cannot be made; the test fails then
     */
    protected abstract ConfigSource createSource() throws Exception;

    /**
     * Puts this text where the source reads it, in place of what is there; it is JSON, unless it is broken.
     *
     * @throws Exception if that cannot be done; the test fails then
     */
    protected abstract void write(String json) throws Exception;

    /**
     * Takes away what the source reads.
     *
     * @throws Exception if that cannot be done; the test fails then
     */
    protected abstract void remove() throws Exception;

    /** Creates the source. */
    @BeforeEach
    public void setUpSource() throws Exception {
        source = createSource();
        write(ONE);
    }

    /** Closes a source that can be closed, also if the test failed. */
    @AfterEach
    public void closeSource() throws Exception {
        if (source instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    @Test
    public void name_askedAgain_isTheSame() throws Exception {
        String name = source.name();

        write(TWO);
        source.read();

        assertThat(source.name()).isEqualTo(name).isNotBlank();
    }

    @Test
    public void read_content_isTheDocument() {
        assertThat(source.read().orThrow()).isEqualTo(document(ONE));
    }

    @Test
    public void read_contentThatChanged_isTheNewOne() throws Exception {
        source.read();

        write(TWO);

        assertThat(source.read().orThrow()).isEqualTo(document(TWO));
    }

    @Test
    public void read_missingContent_isAProblemAtTheRoot() throws Exception {
        remove();

        assertThat(problems()).extracting(ConfigProblem::path).contains(ConfigPath.root());
    }

    @Test
    public void read_contentThatIsBackAgain_isTheDocument() throws Exception {
        remove();
        source.read();

        write(TWO);

        assertThat(source.read().orThrow()).isEqualTo(document(TWO));
    }

    @Test
    public void read_brokenContent_isAProblemOfThisSource() throws Exception {
        write("{\"agents\": ");

        assertThat(problems())
                .extracting(problem -> problem.position().source())
                .containsOnly(source.name());
    }

    @Test
    public void read_brokenContentWithASecret_quotesItNowhere() throws Exception {
        write("{\"apiKey\": \"" + SECRET + "\", \"apiKey\": \"" + SECRET + "\", ]");

        assertThat(problems()).noneMatch(problem -> problem.toString().contains(SECRET));
    }

    @Test
    public void reading_contentAndNone_isTheResultOfRead() throws Exception {
        assertThat(source.reading().result().orThrow()).isEqualTo(document(ONE));

        remove();

        assertThat(source.reading().result().problems()).isEqualTo(source.read().problems());
    }

    ConfigSource source() {
        return source;
    }

    private List<ConfigProblem> problems() {
        ReadResult result = source.read();
        assertThat(result).isInstanceOf(ReadResult.Refused.class);
        assertThat(result.problems()).isNotEmpty();
        return result.problems();
    }

    private static ConfigDocument document(String json) {
        return ConfigDocument.parse("contract kit", json);
    }
}
