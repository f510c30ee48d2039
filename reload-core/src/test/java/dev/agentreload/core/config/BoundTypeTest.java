// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.source.EnvironmentResolver;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Binding lists, maps and absent values, and what a host's type, its module and placeholders have to say. */
class BoundTypeTest {

    private static final String TEXT = "{hooks: {b: {path: '/b'}, a: {path: '/a'}}, tags: [['x'], []], none: null}";

    @Test
    void map_isBoundInFileOrder() {
        Map<String, Hook> hooks =
                document(TEXT).bind("hooks", BoundType.of(Hook.class).map()).orThrow();

        assertThat(hooks).containsExactly(Map.entry("b", new Hook("/b")), Map.entry("a", new Hook("/a")));
    }

    @Test
    void list_ofLists_isBound() {
        List<List<String>> tags = document(TEXT)
                .bind("tags", BoundType.of(String.class).list().list())
                .orThrow();

        assertThat(tags).containsExactly(List.of("x"), List.of());
    }

    @Test
    void everythingWrong_inAMap_isReportedWithItsPlace() {
        assertThat(problems(
                        "{hooks: {a: {path: 5}, b: {}, c: 'x'}}",
                        BoundType.of(Hook.class).map()))
                .containsExactly(
                        "found a number at hooks.a.path (host.json:1:20); expected a string",
                        "missing value at hooks.b.path (host.json:1:27); expected a string",
                        "found a string at hooks.c (host.json:1:34); expected an object");
    }

    @Test
    void optional_isEmptyWhereTheValueIsAbsentOrNull() {
        BoundType<Optional<List<String>>> type =
                BoundType.of(String.class).list().optional();

        assertThat(document(TEXT).bind("nothing.here", type).orThrow()).isEmpty();
        assertThat(document(TEXT).bind("none", type).orThrow()).isEmpty();
        assertThat(document(TEXT).bind("tags[0]", type).orThrow()).contains(List.of("x"));
        assertThat(problems("{hooks: 5}", type))
                .containsExactly("found a number at hooks (host.json:1:9); expected a list");
    }

    @Test
    void absent_withoutOptional_isAProblem() {
        assertThat(problems("{}", BoundType.of(Hook.class).list()))
                .containsExactly("no value at hooks (host.json:1:1); expected a list");
    }

    @Test
    void optional_asAnElement_isRefused() {
        assertThatThrownBy(() -> BoundType.of(String.class).optional().list())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("an optional type is no part of another");
    }

    @Test
    void constructor_thatVouchesForItsMessage_saysWhatIsWrong() {
        assertThat(problems(
                        "{hooks: {a: {path: 'b'}}}", BoundType.of(Hook.class).map()))
                .containsExactly("a path starts with a slash at hooks.a (host.json:1:13)");
    }

    @Test
    void constructor_thatThrowsAnythingElse_isNotQuoted() {
        assertThat(problems(
                        "{hooks: {a: {path: 'sentinel'}}}",
                        BoundType.of(Hook.class).map()))
                .singleElement()
                .asString()
                .doesNotContain("sentinel")
                .contains("Hook accepts");
    }

    @Test
    void placeholder_withoutAValue_isTheOnlyProblemOfItsPlace() {
        ReadResult read = ConfigReader.builder()
                .placeholders(EnvironmentResolver.of(name -> null))
                .build()
                .read("host.json", "{hooks: {a: {port: '${PORT}', path: '${PATH_OF_A}'}}, other: '${X}'}");

        assertThat(read.orThrow().bind("hooks", BoundType.of(Door.class).map()).problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "environment variable [PORT] is not set at hooks.a.port (host.json:1:20)",
                        "environment variable [PATH_OF_A] is not set at hooks.a.path (host.json:1:37)");
    }

    @Test
    void placeholder_withoutAValue_whereThatIsTolerated_isNoProblem() {
        ConfigDocument document = ConfigReader.builder()
                .placeholders(EnvironmentResolver.of(name -> null))
                .unresolved(ConfigReader.UnresolvedValues.TOLERATED)
                .build()
                .read("host.json", "{hooks: {port: '${PORT}', path: '${P}'}, texts: ['${X}']}")
                .orThrow();

        assertThat(document.bind("hooks", Door.class)).isEqualTo(new Parsed.Refused<>(List.of()));
        assertThat(document.bind("texts", BoundType.of(String.class).list()).orThrow())
                .containsExactly("${X}");
    }

    @Test
    void recordOfAModule_thatIsNotOpened_namesTheLineToAdd(@TempDir Path folder) throws Exception {
        Class<?> type = compiled(folder, "module host.app {}", "package host.app; public record Port(int number) {}");

        assertThatThrownBy(() -> document("{hooks: {number: 1}}").bind("hooks", type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no way to build [host.app.Port]")
                .hasMessageContaining("; add [opens host.app")
                .hasMessageEndingWith(";] to the module-info.java of [host.app]");
    }

    @Test
    void recordOfAModule_thatIsOpened_isBound(@TempDir Path folder) throws Exception {
        Class<?> type =
                compiled(folder, "open module host.app {}", "package host.app; public record Port(int number) {}");

        assertThat(document("{hooks: {number: 1}}").bind("hooks", type).orThrow())
                .hasToString("Port[number=1]");
    }

    /** Returns the record of a module that has nothing else. */
    private static Class<?> compiled(Path folder, String module, String record)
            throws IOException, ReflectiveOperationException {
        Path info = Files.writeString(folder.resolve("module-info.java"), module);
        Path source = Files.writeString(
                Files.createDirectories(folder.resolve("host/app")).resolve("Port.java"), record);
        Path classes = folder.resolve("classes");
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), info.toString(), source.toString());
        assertThat(failed).isZero();
        ModuleLayer boot = ModuleLayer.boot();
        return boot.defineModulesWithOneLoader(
                        boot.configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("host.app")),
                        BoundTypeTest.class.getClassLoader())
                .findLoader("host.app")
                .loadClass("host.app.Port");
    }

    private static ConfigDocument document(String text) {
        return ConfigDocument.parse("host.json", text);
    }

    private static List<String> problems(String text, BoundType<?> type) {
        return document(text).bind("hooks", type).problems().stream()
                .map(ConfigProblem::toString)
                .toList();
    }

    private record Hook(String path) {

        Hook {
            if (path.equals("sentinel")) {
                throw new IllegalArgumentException("no path: " + path);
            }
            if (!path.startsWith("/")) {
                throw new RefusedValueException("a path starts with a slash");
            }
        }
    }

    private record Door(int port, String path) {}
}
