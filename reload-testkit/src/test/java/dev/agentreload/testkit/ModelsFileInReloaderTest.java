// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.models.ModelCatalog;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.ModelsPolicy;
import dev.agentreload.models.file.ModelsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Has the models file take part in the transactions of a real reloader, beside a catalog and before a part that fails. */
class ModelsFileInReloaderTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    private final ModelCatalog catalog = ModelCatalog.builder(
                    HostRuntime.of(Runnable::run).withTicker(() -> 0))
            .build(ModelsConfig.empty(ModelsPolicy.standard()));
    private final Last last = new Last();
    private @Nullable Reloader reloader;

    @BeforeEach
    void start() {
        reloader = Reloader.builder(
                        HostRuntime.of(Runnable::run).withTicker(() -> 0).withClock(() -> Instant.EPOCH))
                .participant(catalog.participant())
                .participant(ModelsFile.of(path(), ModelsPolicy.standard()).participant())
                .participant(last)
                .build();
        assertThat(reloader().start(source("small"))).isInstanceOf(ReloadResult.Applied.class);
    }

    @AfterEach
    void close() {
        assertThat(reloader().close(LONG).isClean()).isTrue();
    }

    @Test
    void reload_movesFileAndCatalogTogether() throws Exception {
        assertThat(path()).content().contains("small");

        assertThat(reload("large")).isInstanceOf(ReloadResult.Applied.class);

        assertThat(last.seenAtCommit).contains("large");
        assertThat(path()).content().contains("large");
        assertOnlyTheFileIsThere();
        assertThat(reloader().view().status().retired()).isEmpty();
    }

    @Test
    void laterPart_failsInPrepare_leavesTheFileUntouched() throws Exception {
        byte[] before = Files.readAllBytes(path());
        last.prepareFailure = new IOException("planned");

        assertThat(reload("large")).isInstanceOfSatisfying(ReloadResult.RolledBack.class, rolledBack -> {
            assertThat(rolledBack.failure().participant()).isEqualTo("last");
            assertThat(rolledBack.failure().phase()).isEqualTo(ReloadPhase.PREPARE);
        });

        assertThat(path()).hasBinaryContent(before);
        assertOnlyTheFileIsThere();
        assertThat(reload("large")).isInstanceOf(ReloadResult.Applied.class);
        assertThat(path()).content().contains("large");
    }

    @Test
    void laterPart_failsInCommit_bringsTheEarlierFileBack() throws Exception {
        byte[] before = Files.readAllBytes(path());
        last.commitFailure = new IllegalStateException("planned");

        assertThat(reload("large")).isInstanceOf(ReloadResult.RolledBack.class);

        assertThat(last.seenAtCommit).contains("large");
        assertThat(path()).hasBinaryContent(before);
        assertThat(catalog.models().models())
                .extracting(model -> model.ref().model())
                .containsExactly("small");
        assertOnlyTheFileIsThere();
        assertThat(reload("large")).isInstanceOf(ReloadResult.Applied.class);
        assertOnlyTheFileIsThere();
    }

    @Test
    void dryRun_leavesTheFileUntouched() throws Exception {
        byte[] before = Files.readAllBytes(path());

        assertThat(reloader()
                        .dryRun(ReloadRequest.manual(source("large"), "tester"))
                        .blockedBy())
                .isEmpty();

        assertThat(path()).hasBinaryContent(before);
        assertOnlyTheFileIsThere();
    }

    @Test
    void rollbackOfAReload_writesTheFileAgain() throws Exception {
        byte[] before = Files.readAllBytes(path());
        reload("large");

        assertThat(reloader().rollback("tester")).isInstanceOf(ReloadResult.Applied.class);

        assertThat(path()).hasBinaryContent(before);
        assertOnlyTheFileIsThere();
    }

    @Test
    void brokenFile_stopsTheReloadAndKeepsTheCatalog() throws Exception {
        Files.writeString(path(), "{ providers: ");

        ReloadResult result = reload("large");

        assertThat(result.summary())
                .contains("models file [" + path() + "] cannot be merged: unexpected end of the source")
                .contains("(models.json:1:");
        assertThat(path()).content().isEqualTo("{ providers: ");
        assertThat(catalog.models().models())
                .extracting(model -> model.ref().model())
                .containsExactly("small");
        assertOnlyTheFileIsThere();
    }

    private void assertOnlyTheFileIsThere() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(path());
        }
    }

    private Path path() {
        return directory.resolve("models.json");
    }

    private Reloader reloader() {
        return requireNonNull(reloader);
    }

    private ReloadResult reload(String model) {
        return reloader().reload(ReloadRequest.manual(source(model), "tester"), LONG);
    }

    private static ConfigSource source(String model) {
        ConfigDocument document =
                ConfigDocument.parse("config.json", "{models: {providers: {echo: {models: [{id: '" + model + "'}]}}}}");
        return ConfigSource.of("config.json", () -> new ReadResult.Success(document));
    }

    /** Is called after the others, and fails once at the scripted step. */
    private final class Last implements ReloadParticipant {

        private String seenAtCommit = "";
        private @Nullable Exception prepareFailure;
        private @Nullable RuntimeException commitFailure;

        @Override
        public String name() {
            return "last";
        }

        @Override
        public boolean handles(ReloadAction action) {
            return action.kind() == ReloadAction.Kind.RELOAD_MODELS;
        }

        @Override
        public void retireAll(RetiredResources retired) {}

        @Override
        public Prepared prepare(ReloadContext context) throws Exception {
            Exception thrown = prepareFailure;
            prepareFailure = null;
            if (thrown != null) {
                throw thrown;
            }
            return new Prepared() {
                @Override
                public void commit(RetiredResources retired) {
                    seenAtCommit = read();
                    RuntimeException failure = commitFailure;
                    commitFailure = null;
                    if (failure != null) {
                        throw failure;
                    }
                }

                @Override
                public void rollback(RetiredResources retired) {}

                @Override
                public void discard() {}
            };
        }

        private String read() {
            try {
                return Files.readString(path());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
