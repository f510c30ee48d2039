// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.examples.gateway.config.ConfigFile;
import dev.agentreload.examples.gateway.config.LastKnownGood;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Starts with the file or, if an operator says so, with the copy of what worked last. Nothing falls back by itself: a person who
 * edited the file wants to know that it does not work.
 *
 * @param output receives what it starts with, if that is not the file
 */
record GatewayStart(Reloader reloader, ConfigFile file, LastKnownGood copies, Consumer<String> output) {

    /** Starts with what the file says. Returns why it could not, or empty. */
    Optional<String> withFile() {
        ReloadResult result = begin(file);
        return refusal(result, file).map(text -> result instanceof ReloadResult.Invalid ? text + wayOut() : text);
    }

    private String wayOut() {
        return usable(copies.find())
                .map(copy -> "\nthe last configuration that worked is in " + copy.getFileName()
                        + "; run with --last-good to start with it")
                .orElse("");
    }

    /** Starts with the copy, whatever the file says; reloads read the file. Returns why it could not, or empty. */
    Optional<String> withLastGood() {
        List<Path> found = copies.take();
        Optional<Path> copy = usable(found).or(() -> found.stream().findFirst());
        if (copy.isEmpty()) {
            return Optional.of("no copy of a configuration that worked is beside " + file.name());
        }
        output.accept("starting with " + copy.get().getFileName() + " in place of " + file.name());
        ConfigFile first = ConfigFile.of(copy.get());
        return refusal(begin(first), first);
    }

    /** What worked once need not do so now: a variable may be gone, or this program another one. */
    private static Optional<Path> usable(List<Path> copies) {
        return copies.stream()
                .filter(copy -> ConfigCheck.isUsable(ConfigFile.of(copy).read()))
                .findFirst();
    }

    private ReloadResult begin(ConfigFile first) {
        reloader.view().subscribe("last known good", copies);
        return reloader.start(first);
    }

    private static Optional<String> refusal(ReloadResult result, ConfigFile first) {
        if (result instanceof ReloadResult.Applied) {
            return Optional.empty();
        }
        return Optional.of(
                result instanceof ReloadResult.Invalid invalid
                        ? invalid.problems().stream().map(first::show).collect(Collectors.joining("\n"))
                        : result.summary());
    }
}
