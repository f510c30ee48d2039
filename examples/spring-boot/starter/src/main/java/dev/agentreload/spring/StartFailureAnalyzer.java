// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import static java.util.stream.Collectors.joining;

import dev.agentreload.core.apply.ReloadFailedException;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.StepFailure;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why the agents cannot start, with all problems of the configuration, and what to do about it. */
final class StartFailureAnalyzer extends AbstractFailureAnalyzer<ReloadFailedException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ReloadFailedException cause) {
        return new FailureAnalysis(
                describe(cause),
                action(cause.result())
                        + ". With agent-reload.enabled=false there is neither a reloader nor a registry.",
                cause);
    }

    private static String action(ReloadResult result) {
        return switch (result.kind()) {
            case INVALID, RESTART_REQUIRED -> "Correct the configuration";
            case ROLLED_BACK -> action(((ReloadResult.RolledBack) result).failure());
            case RESTORE_FAILED -> action(((ReloadResult.RestoreFailed) result).failure());
            case BUSY, SUPERSEDED, STALE, STILL_RUNNING ->
                "Let nothing but the starter use the reloader before it is started";
            case NOT_STARTED, DISABLED, APPLIED, UNCHANGED ->
                "Start the reloader once, and close it with the application";
        };
    }

    private static String action(StepFailure failure) {
        return failure.cause() instanceof TimeoutException
                ? "Check whether what [" + failure.participant() + "] calls answers. If it only needs longer, set "
                        + "ReloadDeadlines in a ReloaderCustomizer bean"
                : "Correct what made [" + failure.participant() + "] fail";
    }

    private static String describe(ReloadFailedException cause) {
        return cause.result() instanceof ReloadResult.Invalid invalid
                ? invalid.problems().stream()
                        .map(problem -> "- " + problem)
                        .collect(joining("\n", "The configuration of the agents is not valid:\n\n", ""))
                : "The agents cannot start: " + cause.getMessage();
    }
}
