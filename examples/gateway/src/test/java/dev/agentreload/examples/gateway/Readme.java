// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The project's README, whose examples must do what it says they do. */
final class Readme {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

    private final String text;

    private Readme(String text) {
        this.text = text;
    }

    static Readme load() {
        try {
            return new Readme(Files.readString(projectRoot().resolve("README.md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Surefire and IDEs start in the module's folder, whose grandparent is the project. */
    static Path projectRoot() {
        return Path.of("../..").toAbsolutePath().normalize();
    }

    /** Returns all code blocks in this language, in order; those without a language have an empty one. */
    List<String> blocks(String language) {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /** Returns the first block without language after the given block: what that one prints. */
    String outputAfter(String block) {
        String rest = text.substring(text.indexOf(block) + block.length() + "```".length());
        return new Readme(rest).blocks("").get(0);
    }
}
