// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A request is not in effect, and the caller asked for one that is. The message is the summary of the result, in which secrets are
 * masked; the cause is that of the step that failed, if a step did.
 */
public final class ReloadFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ReloadResult result;

    /** Creates the exception for this result. */
    public ReloadFailedException(ReloadResult result) {
        super(result.summary(), causeOf(result));
        this.result = requireNonNull(result, "result");
    }

    private static @Nullable Throwable causeOf(ReloadResult result) {
        if (result instanceof ReloadResult.RolledBack rolledBack) {
            return rolledBack.cause();
        }
        return result instanceof ReloadResult.RestoreFailed failed
                ? failed.failure().cause()
                : null;
    }

    /** Returns the result; null after deserialization. */
    public ReloadResult result() {
        return result;
    }
}
