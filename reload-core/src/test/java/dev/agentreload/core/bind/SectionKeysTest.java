// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sections that are read with declared keys. */
class SectionKeysTest {

    private static final SectionKeys SERVER = SectionKeys.of(
            ConfigKey.string("host", "the address").orElse("127.0.0.1"),
            ConfigKey.of("port", new ConfigType.IntegerRange(0, 65535), "the port")
                    .orElse(8080),
            ConfigKey.integer("maxUsers", 1, "how many").or("userLimit"),
            ConfigKey.bool("enabled", "whether").orTrue(),
            ConfigKey.strings("names", "its names"),
            ConfigKey.of(
                    "model", ConfigType.oneOf(ConfigType.STRING, new ConfigType.Section(SectionKeys.none())), "m"));

    private static final SectionKeys KEYS = SectionKeys.of(
                    ConfigKey.section("server", SERVER, "one"),
                    ConfigKey.sections("servers", SERVER, "several"),
                    ConfigKey.map("byName", SERVER, "several"))
            .with(ConfigKey.accepted("notes"));

    private final ProblemCollector problems = new ProblemCollector();

    @Test
    void keyThatIsNotDeclared_cannotBeRead() {
        ConfigSection section = section("{other: 1}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> section.integer("other"))
                .withMessage("key [other] is not declared");
        assertThatIllegalArgumentException().isThrownBy(() -> section.node("other"));
    }

    @Test
    void keyOfAnotherType_cannotBeRead_fromAnyDocument() {
        ConfigSection server = section("{server: {}}").section("server").orElseThrow();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.integer("host"))
                .withMessageStartingWith("key [host] is declared as Scalar[kind=STRING]");
        assertThatIllegalArgumentException().isThrownBy(() -> server.string("names"));
        assertThatIllegalArgumentException().isThrownBy(() -> server.bool("port"));
    }

    @Test
    void whatIsAbsentOrOfAnotherKind_readsAsTheDefault() {
        ConfigSection server =
                section("{server: {port: 'x'}}").section("server").orElseThrow();

        assertThat(server.string("host")).contains("127.0.0.1");
        assertThat(server.bool("enabled")).contains(true);
        assertThat(server.integer("port")).hasValue(8080);
        assertThat(texts()).containsExactly("found a string at server.port (c.json:1:17); expected a whole number");
    }

    @ParameterizedTest
    @CsvSource({
        "port, -1, '[-1] is too little at server.port (c.json:1:17); expected 0 to 65535'",
        "port, 70000, '[70000] is too large at server.port (c.json:1:17); expected 0 to 65535'",
        "user_limit, 0, '[0] is too little at server.user_limit (c.json:1:23); expected at least 1'"
    })
    void numberOutOfItsRange_isAProblemAndCountsAsAbsent(String key, long number, String problem) {
        ConfigSection server = section("{server: {" + key + ": " + number + "}}")
                .section("server")
                .orElseThrow();

        assertThat(server.integer(key)).isNotEqualTo(OptionalLong.of(number));
        assertThat(texts()).containsExactly(problem);
    }

    @Test
    void sectionsBelow_haveTheirKeys_inListsAndMapsToo() {
        ConfigSection root = section("{servers: [{port: 1}], byName: {a: {port: 2}}}");

        assertThat(root.sections("servers").get(0).integer("port")).hasValue(1);
        assertThat(root.section("byName").orElseThrow().memberSections().get(0).integer("port"))
                .hasValue(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> root.sections("servers").get(0).node("x"));
    }

    @Test
    void reportUnknownKeys_knowsWhatIsDeclared_andChecksWhatWasNotRead() {
        ConfigSection root = section("{notes: [], servres: [], _n: 1, servers: [{names: [1], maxUsers: 0}, 2]}");

        root.reportUnknownKeys(ConfigProblem.Severity.WARNING, Set.of());

        assertThat(texts())
                .containsExactly(
                        "unknown key [servres] at servres (c.json:1:22); did you mean [servers] or [server]?",
                        "found a number at servers[0].names[0] (c.json:1:52); expected a string",
                        "[0] is too little at servers[0].maxUsers (c.json:1:66); expected at least 1",
                        "found a number at servers[1] (c.json:1:70); expected an object");
    }

    @Test
    void mistakeThatIsReportedElsewhere_isNotUnknown() {
        ConfigSection root = section("{agent_id: 1}");

        assertThat(root.hasMistake("agentId")).isTrue();
        assertThat(root.hasMistake("other")).isFalse();
        root.reportUnknownKeys(ConfigProblem.Severity.WARNING);
        assertThat(problems.problems()).isEmpty();
    }

    @Test
    void keyThatMustBeThere_andIsMistyped_isReportedOnce() {
        ConfigSection root = section("{agent: 'a', port: 1}");

        assertThat(root.reportMistyped("agentId")).isTrue();
        assertThat(root.reportMistyped("agentId")).isFalse();
        assertThat(root.reportMistyped("model")).isFalse();
        root.reportUnknownKeys(ConfigProblem.Severity.WARNING);
        assertThat(problems.problems().stream().map(problem -> problem.severity() + " " + problem))
                .containsExactly(
                        "ERROR unknown key [agent] at agent (c.json:1:9); did you mean [agentId]?",
                        "WARNING unknown key [port] at port (c.json:1:20)");
    }

    @Test
    void readersOfOneSection_areJoined() {
        SectionKeys one = SectionKeys.of(ConfigKey.section("a", SectionKeys.of(ConfigKey.string("x", "mine")), "a"));
        SectionKeys other = SectionKeys.of(ConfigKey.section(
                        "a", SectionKeys.of(ConfigKey.string("y", "theirs")).allowingOthers(), "b"))
                .with(ConfigKey.accepted("b"))
                .allowingOthers();

        SectionKeys both = one.and(other);

        assertThat(both.keys()).extracting(ConfigKey::name).containsExactly("a", "b");
        SectionKeys inner = ((ConfigType.Section) both.find("a").orElseThrow().type()).keys();
        assertThat(inner.keys()).extracting(ConfigKey::name).containsExactly("x", "y");
        assertThat(inner.others()).isEqualTo(SectionKeys.Others.UNKNOWN);
        assertThat(SectionKeys.of(ConfigKey.string("b", "read"))
                        .and(other)
                        .find("b")
                        .orElseThrow()
                        .isRead())
                .isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> one.and(SectionKeys.of(ConfigKey.string("a", "text"))));
    }

    @Test
    void declarationsThatContradict_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SectionKeys.of(
                        ConfigKey.string("maxTokens", "a"),
                        ConfigKey.string("limit", "b").or("max_tokens")))
                .withMessage("[max_tokens] is a name of two keys");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigKey.string("a", "text").orElse(5));
        assertThatIllegalArgumentException().isThrownBy(() -> ConfigKey.string("a", " "));
    }

    private ConfigSection section(String json) {
        return ConfigSection.of(ConfigDocument.parse("c.json", json), problems).withKeys(KEYS);
    }

    private List<String> texts() {
        return problems.problems().stream().map(ConfigProblem::toString).toList();
    }
}
