// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import static java.util.stream.Collectors.joining;

import dev.agentreload.core.apply.ReloadFailedException;
import dev.agentreload.core.apply.ReloadResult;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lists all problems of a configuration with which the application cannot start. */
final class StartFailureAnalyzer extends AbstractFailureAnalyzer<ReloadFailedException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ReloadFailedException cause) {
        return new FailureAnalysis(
                describe(cause),
                "Mend the configuration. With agent-reload.enabled=false there is neither a reloader nor a registry.",
                cause);
    }

    private static String describe(ReloadFailedException cause) {
        return cause.result() instanceof ReloadResult.Invalid invalid
                ? invalid.problems().stream()
                        .map(problem -> "- " + problem)
                        .collect(joining("\n", "The configuration of the agents is not valid:\n\n", ""))
                : "The agents cannot start: " + cause.getMessage();
    }
}
