// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.examples.gateway.chat.Reply;
import dev.agentreload.examples.gateway.chat.Turn;
import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer as server-sent events while it is made: {@code piece} for each part, and at the end {@code answer} with the
 * whole, or {@code error}. A comment now and then finds out whether the caller is still there; the turn of one who left is stopped.
 */
final class AnswerStream {

    private static final long CHECK_MILLIS = 1_000;

    private final Context ctx;
    private final HttpHost host;
    private final Object lock = new Object();
    private @Nullable Turn turn;

    AnswerStream(Context ctx, HttpHost host) {
        this.ctx = ctx;
        this.host = host;
    }

    /** Answers on the calling thread. */
    void run(RouteRequest sender, String text) {
        ctx.contentType("text/event-stream").header("X-Accel-Buffering", "no");
        Turn followed = Turn.followedBy(piece -> event("piece", ImmutableMap.of("text", piece)));
        synchronized (lock) {
            turn = followed;
        }
        ScheduledExecutorService scheduler = host.scheduler();
        ScheduledFuture<?> check = scheduler.scheduleWithFixedDelay(
                () -> write(": still here\n\n"), CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
        try {
            end(host.answer(sender, text, followed));
        } finally {
            check.cancel(false);
        }
    }

    private void end(Reply reply) {
        HttpReply whole = HttpReply.of(reply);
        if (reply instanceof Reply.Answered) {
            event("answer", whole.body());
        } else {
            event(
                    "error",
                    ImmutableMap.<String, Object>builder()
                            .putAll(whole.body())
                            .put("status", whole.status())
                            .buildOrThrow());
        }
    }

    private void event(String name, Map<String, ?> data) {
        write("event: " + name + "\ndata: " + JsonText.compact(data) + "\n\n");
    }

    private void write(String text) {
        synchronized (lock) {
            if (turn == null) {
                return;
            }
            try {
                ServletOutputStream output = ctx.res().getOutputStream(); // Javalin's own flushes nothing
                output.write(text.getBytes(StandardCharsets.UTF_8));
                output.flush();
            } catch (IOException e) {
                turn.stop(Reply.Reason.STOPPED); // the caller is gone
                turn = null;
            }
        }
    }
}
