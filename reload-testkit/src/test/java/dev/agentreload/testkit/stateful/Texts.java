// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import dev.agentreload.core.apply.CloseReport;
import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.ReloadStatus;
import dev.agentreload.core.apply.StepFailure;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects all text that people can get to see. */
final class Texts {

    private static final int DEEPEST = 50;

    private Texts() {}

    static String of(ReloadResult result) {
        StringBuilder text = new StringBuilder(result.toString()).append(result.summary());
        if (result instanceof ReloadResult.RolledBack failed) {
            text.append(of(failed.failure()));
        } else if (result instanceof ReloadResult.RestoreFailed failed) {
            text.append(of(failed.failure()));
            failed.unrestored().forEach(failure -> text.append(of(failure)));
        }
        return text.toString();
    }

    static String of(HistoryEntry entry) {
        return entry + of(entry.result()) + entry.notes();
    }

    static String of(ReloadStatus status) {
        StringBuilder text = new StringBuilder(status.toString());
        status.closeFailures().forEach(failure -> text.append(of(failure.cause())));
        return text.toString();
    }

    static String of(CloseReport report) {
        StringBuilder text = new StringBuilder(report.toString());
        report.failures().forEach(failure -> text.append(of(failure)));
        return text.toString();
    }

    private static String of(StepFailure failure) {
        return failure + of(failure.cause());
    }

    static String of(@Nullable Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Throwable next = thrown;
        while (next != null && seen.add(next) && seen.size() < DEEPEST) {
            text.append(' ').append(next);
            for (Throwable suppressed : next.getSuppressed()) {
                text.append(' ').append(suppressed);
            }
            next = causeOf(next);
        }
        return text.toString();
    }

    private static @Nullable Throwable causeOf(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (IllegalStateException e) {
            return null;
        }
    }
}
