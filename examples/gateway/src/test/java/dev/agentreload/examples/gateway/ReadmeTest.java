package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {

    private final Readme readme = Readme.load();

    @TempDir
    private Path directory;

    @Test
    void quickstart_run_printsWhatTheReadmeSays() throws IOException, InterruptedException {
        String quickstart = readme.blocks("java").get(0);

        String output = new SnippetRun(directory).output(quickstart);

        assertThat(output).isEqualToNormalizingNewlines(readme.outputAfter(quickstart));
    }
}
