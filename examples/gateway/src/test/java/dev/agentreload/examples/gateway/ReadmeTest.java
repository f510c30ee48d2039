// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first example of the README is part of {@code examples/minimal} and tested there. */
class ReadmeTest {

    private final Readme readme = Readme.load();

    @TempDir
    private Path directory;

    @Test
    void quickstart_run_printsWhatTheReadmeSays() throws IOException, InterruptedException {
        assertPrintsWhatTheReadmeSays(1);
    }

    @Test
    void reloader_run_printsWhatTheReadmeSays() throws IOException, InterruptedException {
        assertPrintsWhatTheReadmeSays(2);
    }

    @Test
    void composedByHand_run_printsWhatTheReadmeSays() throws IOException, InterruptedException {
        assertPrintsWhatTheReadmeSays(3);
    }

    @Test
    void testkit_run_printsWhatTheReadmeSays() throws IOException, InterruptedException {
        assertPrintsWhatTheReadmeSays(4);
    }

    private void assertPrintsWhatTheReadmeSays(int example) throws IOException, InterruptedException {
        String statements = readme.blocks("java").get(example);

        String output = new SnippetRun(directory).output(statements);

        assertThat(output).isEqualToNormalizingNewlines(readme.outputAfter(statements));
    }
}
