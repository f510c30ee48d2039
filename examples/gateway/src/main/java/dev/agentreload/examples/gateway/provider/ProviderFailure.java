// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.provider;

import com.google.common.base.Throwables;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.TimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;

/** Says in words of our own why a provider did not answer: what an exception says may quote a secret. */
public final class ProviderFailure {

    private ProviderFailure() {}

    /** Returns what goes behind the name of the model, such as {@code was refused its key (401)}. */
    public static String describe(Throwable failure) {
        List<Throwable> chain = Throwables.getCausalChain(failure);
        for (Throwable cause : chain) {
            if (cause instanceof HttpException answered) {
                return status(answered.statusCode());
            }
            if (cause instanceof UnspokenException unspoken) {
                return unspoken.reason();
            }
            if (cause instanceof HttpTimeoutException
                    || cause instanceof TimeoutException
                    || cause instanceof java.util.concurrent.TimeoutException) {
                return "did not answer in time";
            }
            if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                return "has an address that is not known";
            }
            if (cause instanceof ConnectException) {
                return "cannot be reached";
            }
        }
        return chain.stream().anyMatch(IOException.class::isInstance)
                ? "sent no whole answer"
                : "failed with " + chain.get(chain.size() - 1).getClass().getSimpleName();
    }

    /** Returns whether a server said that the key, the model or the address is wrong. */
    public static boolean isOfTheConfiguration(Throwable failure) {
        return Throwables.getCausalChain(failure).stream()
                .anyMatch(cause -> cause instanceof HttpException answered
                        && (answered.statusCode() == 401
                                || answered.statusCode() == 403
                                || answered.statusCode() == 404));
    }

    private static String status(int status) {
        return switch (status) {
            case 400, 422 -> "did not understand the request (" + status + ")";
            case 401, 403 -> "did not accept the key (" + status + ")";
            case 402 -> "wants to be paid (402)";
            case 404 -> "does not know the model or the address (404)";
            case 408, 504 -> "did not answer in time (" + status + ")";
            case 429 -> "has had too many requests (429)";
            case 503, 529 -> "is overloaded (" + status + ")";
            default -> "answered with status " + status;
        };
    }

    /** Says that a provider is not asked at all. */
    static final class UnspokenException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String reason;

        UnspokenException(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }
}
