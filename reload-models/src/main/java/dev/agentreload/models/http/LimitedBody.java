// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Collects the body of a response and hangs up at the first byte beyond a limit, so that no server can fill the memory. <em>Not
 * safe for use by multiple threads; a client calls it one call after the other.</em>
 */
final class LimitedBody implements BodySubscriber<byte[]> {

    private static final int OK = 200;
    private static final int UNREAD = -1;

    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private @Nullable Subscription subscription;

    private LimitedBody(int limit) {
        this.limit = limit;
    }

    /** The server sent more than the limit. */
    static final class TooLargeException extends IOException {

        private static final long serialVersionUID = 1L;
    }

    /** Reads at most this many bytes of a response with status 200, and nothing of any other. */
    static BodyHandler<byte[]> upTo(int limit) {
        return response -> new LimitedBody(response.statusCode() == OK ? limit : UNREAD);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription upstream) {
        subscription = upstream;
        if (limit == UNREAD) {
            upstream.cancel();
            onComplete();
        } else {
            upstream.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (buffer.remaining() > limit - bytes.size()) {
                hangUp();
                return;
            }
            byte[] read = new byte[buffer.remaining()];
            buffer.get(read);
            bytes.writeBytes(read);
        }
    }

    private void hangUp() {
        if (subscription != null) {
            subscription.cancel();
        }
        body.completeExceptionally(new TooLargeException());
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(bytes.toByteArray());
    }
}
