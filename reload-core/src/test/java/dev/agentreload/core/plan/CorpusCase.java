// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.JacksonBridge;
import dev.agentreload.core.config.PathPattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A case of the golden corpus: one file with the members {@code about}, {@code before}, {@code after}, {@code expected} (the
 * plan's JSON without the ids of documents and rules) and, where a host's rules are in play, {@code table}.
 */
record CorpusCase(String name, ConfigDocument before, ConfigDocument after, RuleTable rules, String expected) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static Stream<CorpusCase> all() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.sorted().toList().stream().map(CorpusCase::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            return Path.of(CorpusCase.class.getResource("/corpus").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CorpusCase read(Path file) {
        try {
            JsonNode tree = JSON.readTree(Files.readAllBytes(file));
            return new CorpusCase(
                    file.getFileName().toString(),
                    document(tree, "before"),
                    document(tree, "after"),
                    rules(tree.path("table")),
                    tree.required("expected").toPrettyString());
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("bad case " + file, e);
        }
    }

    private static ConfigDocument document(JsonNode tree, String member) {
        return JacksonBridge.read(ConfigReader.standard(), member, tree.required(member))
                .orThrow();
    }

    private static RuleTable rules(JsonNode table) {
        RuleTable.Builder builder = RuleTable.defaults().toBuilder();
        table.path("remove").forEach(pattern -> builder.remove(pattern.asText()));
        table.path("replace").forEach(rule -> builder.replace(rule(rule)));
        table.path("rules").forEach(rule -> builder.add(rule(rule)));
        table.path("channels").forEach(channel -> builder.channel(channel.asText()));
        table.path("channelsWithAccounts").forEach(channel -> builder.channelWithAccounts(channel.asText()));
        table.path("identities")
                .properties()
                .forEach(list -> builder.identity(list.getKey(), list.getValue().asText()));
        return builder.unmatched(verdict(table.path("unmatched").asText("restart")))
                .build();
    }

    private static ReloadRule rule(JsonNode rule) {
        String pattern = rule.required("pattern").asText();
        List<ActionTemplate> actions = StreamSupport.stream(rule.path("actions").spliterator(), false)
                .map(action -> new ActionTemplate(action.asText()))
                .toList();
        return new ReloadRule(
                rule.path("id").asText(pattern),
                PathPattern.parse(pattern),
                verdict(rule.required("verdict").asText()),
                actions,
                "",
                "");
    }

    private static Verdict verdict(String text) {
        return Verdict.valueOf(text.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name;
    }
}
