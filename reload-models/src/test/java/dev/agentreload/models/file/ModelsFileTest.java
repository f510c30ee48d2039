// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.Leased;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.ModelRef;
import dev.agentreload.models.ModelsPolicy;
import dev.agentreload.models.file.ModelsFile.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsFileTest {

    private static final String SMALL = "{models: {providers: {echo: {models: [{id: 'small'}]}}}}";
    private static final String LARGE = "{models: {providers: {echo: {models: [{id: 'large'}]}}}}";
    private static final String NOTHING = "{}";

    @TempDir
    private Path directory;

    private final RetiredResources retired = RetiredResources.create(
            LeaseFactory.of(HostRuntime.of(Runnable::run).withTicker(() -> 0)));

    @Test
    void file_isHandledWhereItsContentComesFrom() {
        ReloadParticipant participant = file().participant();

        assertThat(participant.name()).isEqualTo("models-file");
        assertThat(participant.handles(ReloadAction.parse("reload-models"))).isTrue();
        assertThat(participant.handles(ReloadAction.parse("reload-providers"))).isTrue();
        assertThat(participant.handles(ReloadAction.parse("reload-agents"))).isTrue();
        assertThat(participant.handles(ReloadAction.parse("reload-hooks"))).isFalse();
    }

    @Test
    void prepare_showsNothingBeforeTheCommit() throws Exception {
        Prepared prepared = prepare(SMALL);

        assertThat(path()).doesNotExist();
        prepared.commit(retired);
        assertThat(path()).content().isEqualTo("""
                {
                  "providers" : {
                    "echo" : {
                      "api" : "echo",
                      "models" : [
                        {
                          "id" : "small",
                          "name" : "small"
                        }
                      ]
                    }
                  },
                  "_fromConfig" : [
                    "echo"
                  ]
                }
                """);
        assertThat(names()).containsExactly("models.json");
    }

    @Test
    void commit_replacesTheFileAndDropsTheCopyWithTheTransaction() throws Exception {
        apply(SMALL);

        Prepared prepared = prepare(LARGE);
        assertThat(path()).content().contains("small");
        prepared.commit(retired);
        assertThat(path()).content().contains("large");

        assertThat(retired.resources()).extracting(Leased::name).containsExactly("earlier models.json");
        retired.resources().forEach(Leased::retire);
        assertThat(names()).containsExactly("models.json");
    }

    @Test
    void sameContent_isNotWritten() throws Exception {
        apply(SMALL);
        FileTime longAgo = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(path(), longAgo);

        Prepared prepared = prepare("{models: {mode: 'merge', providers: {echo: {models: [{id: 'small'}]}}}}");
        assertThat(names()).containsExactly("models.json");
        prepared.commit(retired);
        prepared.rollback(retired);

        assertThat(Files.getLastModifiedTime(path())).isEqualTo(longAgo);
    }

    @Test
    void discard_leavesNothingBehind() throws Exception {
        apply(SMALL);
        String before = Files.readString(path());

        prepare(LARGE).discard();

        assertThat(path()).content().isEqualTo(before);
        assertThat(names()).containsExactly("models.json");
    }

    @Test
    void rollback_bringsTheEarlierFileBack() throws Exception {
        Files.writeString(path(), "{ \"providers\": { } } ");
        Files.setLastModifiedTime(path(), FileTime.fromMillis(1_000_000));
        Prepared prepared = prepare(LARGE);

        prepared.commit(retired);
        assertThat(path()).content().contains("large");
        prepared.rollback(retired);

        assertThat(path()).content().isEqualTo("{ \"providers\": { } } ");
        assertThat(Files.getLastModifiedTime(path())).isEqualTo(FileTime.fromMillis(1_000_000));
        assertThat(names()).containsExactly("models.json");
    }

    @Test
    void rollback_whereThereWasNoFile_removesIt() throws Exception {
        Prepared prepared = prepare(LARGE);

        prepared.commit(retired);
        prepared.rollback(retired);

        assertThat(names()).isEmpty();
    }

    @Test
    void commit_thatFails_leavesTheEarlierFileAndRetiresTheNew() throws Exception {
        apply(SMALL);
        retired.resources().forEach(Leased::retire);
        Prepared prepared = prepare(LARGE);
        Files.delete(only(".next"));

        assertThatThrownBy(() -> prepared.commit(retired))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("could not replace models file [" + path() + "]: ")
                .hasCauseInstanceOf(NoSuchFileException.class);
        prepared.rollback(retired);

        assertThat(path()).content().contains("small");
        retired.resources().forEach(Leased::retire);
        assertThat(names()).containsExactly("models.json");
    }

    @Test
    void leftovers_ofACrash_areRemovedByTheNextReload() throws Exception {
        apply(SMALL);
        file().participant().prepare(context(LARGE)); // the process ends here
        assertThat(names()).hasSize(3);
        Files.writeString(directory.resolve(".models.json.swp"), "of an editor");

        apply(SMALL);

        assertThat(names()).containsExactly(".models.json.swp", "models.json");
    }

    @Test
    void leftovers_ofThisReloader_areOnTheirWayStill() throws Exception {
        ReloadParticipant participant = file().participant();
        Prepared late = participant.prepare(context(LARGE));

        participant.prepare(context(SMALL)).commit(retired);
        assertThat(names()).hasSize(2);
        late.discard();

        assertThat(path()).content().contains("small");
        assertThat(names()).containsExactly("models.json");
    }

    @Test
    void merge_keepsWhatOthersWroteAndRemovesWhatTheConfigurationDropped() throws Exception {
        Files.writeString(path(), """
                // written by hand
                { "version": 1.50,
                  "providers": {
                    "mine": { "apiKey": "${MY_KEY}", "baseUrl": "https://u:p@h/v1", "literal": "$${x}", "models": [ null, 1e2 ] },
                    "echo": { "api": "older" } } }
                """);

        apply("{models: {providers: {echo: {}, foxtrot: {}}}}");
        apply("{models: {providers: {foxtrot: {}, golf: {}}}}");

        assertThat(path()).content().isEqualTo("""
                {
                  "version" : 1.50,
                  "providers" : {
                    "foxtrot" : {
                      "api" : "foxtrot",
                      "models" : [ ]
                    },
                    "golf" : {
                      "api" : "golf",
                      "models" : [ ]
                    },
                    "mine" : {
                      "apiKey" : "${MY_KEY}",
                      "baseUrl" : "https://u:p@h/v1",
                      "literal" : "$${x}",
                      "models" : [
                        null,
                        1E+2
                      ]
                    }
                  },
                  "_fromConfig" : [
                    "foxtrot",
                    "golf"
                  ]
                }
                """);
        String merged = Files.readString(path());
        apply("{models: {providers: {golf: {}, foxtrot: {}}}}");
        assertThat(path()).content().isEqualTo(merged);
    }

    @Test
    void merge_configurationWithoutProviders_removesItsOwnAlone() throws Exception {
        Files.writeString(path(), "{\"providers\": {\"mine\": {}}}");

        apply(SMALL);
        apply(NOTHING);

        assertThat(path()).content().contains("mine").doesNotContain("echo");
    }

    @Test
    void replace_leavesNothingOfOthers() throws Exception {
        Files.writeString(path(), "{\"version\": 1, \"providers\": {\"mine\": {}}}");

        apply("{models: {mode: 'replace', providers: {echo: {}}}}");

        assertThat(path()).content().contains("echo").doesNotContain("mine").doesNotContain("version");
    }

    @Test
    void modeOfTheHost_isStrongerThanTheConfigurations() throws Exception {
        Files.writeString(path(), "{\"providers\": {\"mine\": {}}}");
        ReloadParticipant merging = file().withMode(Mode.MERGE).participant();
        ReloadParticipant replacing = file().withMode(Mode.REPLACE).participant();

        merging.prepare(context("{models: {mode: 'replace'}}")).commit(retired);
        assertThat(path()).content().contains("mine");
        replacing.prepare(context("{models: {mode: 'merge'}}")).commit(retired);
        assertThat(path()).content().doesNotContain("mine");
        assertThat(replacing.validate(context("{models: {mode: 'anything'}}"))).isEmpty();
    }

    @Test
    void validate_unknownMode_reportsThePosition() {
        assertThat(problems("{models: {mode: 'overwrite'}}"))
                .containsExactly("unknown mode [overwrite] of the models file at models.mode (config.json:1:17);"
                        + " expected merge or replace");
        assertThat(problems("{models: {mode: 1}}"))
                .containsExactly("found a number at models.mode (config.json:1:17); expected a string");
    }

    @Test
    void validate_brokenModels_reportsEachProblemOnce() {
        assertThat(problems("{models: 1}"))
                .containsExactly("found a number at models (config.json:1:10); expected an object");
        assertThat(problems("{models: {providers: 1}}"))
                .containsExactly("found a number at models.providers (config.json:1:22); expected an object");
    }

    @Test
    void merge_brokenFile_isLeftAsItIsAndTellsWhere() throws Exception {
        assertRefused(
                "{\"providers\": {",
                "unexpected end of the source at providers (models.json:1:16); expected a key or }; the { at 1:15 is still open");
        assertRefused("", "no content at $ (models.json:1:1); expected an object; an empty one is {}");
        assertRefused(
                "{\"providers\": [],\n \"_fromConfig\": [1]}",
                "found a list at providers (models.json:1:15); expected an object, "
                        + "found a number at _fromConfig[0] (models.json:2:18); expected a string");
        Files.writeString(path(), "{\"providers\": {");
        apply("{models: {mode: 'replace', providers: {echo: {}}}}");
        assertThat(path()).content().contains("echo");
    }

    private void assertRefused(String broken, String reason) throws IOException {
        Files.writeString(path(), broken);

        assertThatThrownBy(() -> prepare(SMALL))
                .isInstanceOf(ModelsFileException.class)
                .hasMessage("models file [" + path() + "] cannot be merged: " + reason);
        assertThat(path()).content().isEqualTo(broken);
        assertThat(names()).containsExactly("models.json");
    }

    @Test
    void directoryAndFile_areForTheirOwnerAlone() throws Exception {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path deep = directory.resolve("agents/main/models.json");
        ReloadParticipant participant =
                ModelsFile.of(deep, ModelsPolicy.standard()).participant();

        participant.prepare(context(SMALL)).commit(retired);

        assertThat(permissions(deep)).isEqualTo("rw-------");
        assertThat(permissions(directory.resolve("agents"))).isEqualTo("rwx------");
        assertThat(permissions(directory.resolve("agents/main"))).isEqualTo("rwx------");
    }

    @Test
    void symbolicLink_staysOne() throws Exception {
        Path real = Files.createDirectory(directory.resolve("real")).resolve("shared.json");
        Files.writeString(real, "{}");
        Files.createSymbolicLink(path(), real);

        apply(SMALL);

        assertThat(path()).isSymbolicLink();
        assertThat(real).content().contains("small");
        Files.delete(real);
        assertThatThrownBy(() -> prepare(LARGE))
                .isInstanceOf(ModelsFileException.class)
                .hasMessageStartingWith(
                        "could not prepare models file [" + path() + "]: java.nio.file.NoSuchFileException");
    }

    @Test
    void directory_thatCannotBeWritten_failsInPrepare() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "no directory");
        ReloadParticipant below = ModelsFile.of(file.resolve("models.json"), ModelsPolicy.standard())
                .participant();
        Files.createDirectory(path());

        assertThatThrownBy(() -> below.prepare(context(SMALL)))
                .isInstanceOf(ModelsFileException.class)
                .hasMessageStartingWith(
                        "could not prepare models file [" + file.resolve("models.json") + "]: java.nio.file.")
                .hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> prepare(SMALL))
                .isInstanceOf(ModelsFileException.class)
                .hasMessageStartingWith("could not prepare models file [" + path() + "]: java.io.IOException");
        assertThat(file).content().isEqualTo("no directory");
    }

    @Test
    void providersTheHostBringsAlong_areOnlyThereWithAModel() throws Exception {
        ModelsFile file = ModelsFile.of(
                path(),
                ModelsPolicy.standard()
                        .withKnownProviders(List.of("brought"))
                        .withDefaultModel(ModelRef.parse("default/model")));

        file.participant().prepare(context("{models: {providers: {echo: {}}}}")).commit(retired);
        assertThat(path()).content().contains("echo").doesNotContain("brought").doesNotContain("default");
        file.participant()
                .prepare(context("{agents: {defaults: {models: {'brought/m': {alias: 'x', params: {a: 1}}}}}}"))
                .commit(retired);
        assertThat(path()).content().contains("\"brought\"", "\"id\" : \"m\"", "\"params\"");
    }

    @Test
    void path_withoutAName_isRefused() {
        assertThatThrownBy(() -> ModelsFile.of(Path.of("/"), ModelsPolicy.standard()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[/] is no path of a file");
    }

    private ModelsFile file() {
        return ModelsFile.of(path(), ModelsPolicy.standard());
    }

    private Path path() {
        return directory.resolve("models.json");
    }

    private void apply(String config) throws Exception {
        RetiredResources earlier = RetiredResources.create(
                LeaseFactory.of(HostRuntime.of(Runnable::run).withTicker(() -> 0)));
        prepare(config).commit(earlier);
        earlier.resources().forEach(Leased::retire);
    }

    private Prepared prepare(String config) throws Exception {
        return file().participant().prepare(context(config));
    }

    private List<String> problems(String config) {
        return file().participant().validate(context(config)).stream()
                .map(ConfigProblem::toString)
                .toList();
    }

    private static ReloadContext context(String config) {
        return ReloadContext.start(
                ConfigDocument.parse("config.json", config), Deadline.after(Duration.ofHours(1), () -> 0));
    }

    private Path only(String suffix) throws IOException {
        return directory.resolve(names().stream()
                .filter(name -> name.endsWith(suffix))
                .findFirst()
                .orElseThrow());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
