// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ReadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExcerptsTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "{\"agents\": {\"model\": gpt-5}}!{\"agents\": {\"model\": gpt-5}}",
                "{\"a\": \"x\", \"on\": True}!{\"a\": ***, \"on\": True}",
                "<<<<<<< HEAD!<<<<<<< ***",
                "{\u201Cagents\u201D: 1}!{\u201Cagents\u201D: ***}",
                "{\"a\": {\"b\" \"c\"}}!{\"a\": {*** \"c\"}}",
                "{\"a\": [1 2]}!{\"a\": [*** 2]}",
            })
    void show_textWithASyntaxError_showsTheTokenAtTheCaret(String text, String shown) throws IOException {
        assertThat(shown(text).lines().toList()).element(1).isEqualTo("  1 | " + shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"token\": s3cr3t}",
                "{\"token\": \"x\"s3cr3t\"}",
                "{\"token\": 'it's3cr3t'}",
                "{\"token\" \"s3cr3t\"}",
                "{\"apiKey: \"s3cr3t\"}",
                "{\u201CapiKey\u201D: \u201Cs3cr3t\u201D}",
                "{\"token\":\n\"x\"s3cr3t\"}",
                "{\"a\": 1, \"tokens\": [\n\"x\",\n\"y\"s3cr3t\"]}",
                "{\"headers\": {\"x\": \"y\"s3cr3t\"}}",
                "{\"headers\": {\n\"x\": \"y\"\ns3cr3t\"}}",
                "{\"url\": https://user:s3cr3t@host/}",
                "{\"a\": sk-s3cr3t-0123456789abcdef}",
                "{\"a\": 1 // was s3cr3t\n b}",
            })
    void show_textWithASyntaxError_showsNothingThatMayBeASecret(String text) throws IOException {
        assertThat(shown(text)).contains(" | ").doesNotContain("s3cr3t");
    }

    @Test
    void show_valueOfATextThatAPollParsed_isShownUnlessItIsSecret() throws IOException {
        String text = "{\"agents\": {\"model\": \"one\", \"token\": \"s3cr3t\"}}";
        ConfigFile file = ConfigFile.of(Files.writeString(directory.resolve("config.json"), text));
        file.snapshot();
        ConfigDocument document = file.reading().result().orThrow();
        Files.writeString(file.path(), "{}");
        file.snapshot();

        assertThat(file.show(problemOf(document, "agents.model"))).contains("\"model\": \"one\", \"token\": ***}}\n");
        assertThat(file.show(problemOf(document, "agents.token"))).contains("\"model\": ***, \"token\": ***}}\n");
    }

    private static ConfigProblem problemOf(ConfigDocument document, String path) {
        ConfigPath place = ConfigPath.parse(path);
        return ConfigProblem.warning(place, document.nearestPosition(place), "looks odd", "");
    }

    private String shown(String text) throws IOException {
        ConfigFile file = ConfigFile.of(Files.writeString(directory.resolve("config.json"), text));
        ReadResult result = file.read();
        assertThat(result).isInstanceOf(ReadResult.Refused.class);
        return file.show(result.problems().get(0));
    }
}
