package dev.agentreload.examples.gateway.channel;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.lease.Lease;
import io.javalin.http.sse.SseClient;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells pages that are open that something was decided; what that was, they ask for themselves. */
final class LiveEvents {

    private static final int MOST = 16;
    private static final long ALIVE_SECONDS = 15;

    private final HttpHost host;
    private final Semaphore places = new Semaphore(MOST);

    LiveEvents(HttpHost host) {
        this.host = host;
    }

    void follow(SseClient client) {
        Access access = Optional.<Access>ofNullable(client.ctx().attribute(RequestGate.ACCESS))
                .orElse(Access.NONE);
        if (access.refusalOfFull().isPresent() || !places.tryAcquire()) {
            client.sendEvent(
                    "refused", JsonText.compact(ImmutableMap.of("error", "not now, or not without the token")));
            client.close();
            return;
        }
        client.keepAlive();
        Runnable unfollow = host.config().follow(() -> client.sendEvent("decided", "{}"));
        ScheduledFuture<?> alive = host.scheduler()
                .scheduleWithFixedDelay(
                        () -> client.sendComment("still here"), ALIVE_SECONDS, ALIVE_SECONDS, TimeUnit.SECONDS);
        AtomicBoolean left = new AtomicBoolean();
        client.onClose(() -> {
            if (left.compareAndSet(false, true)) {
                alive.cancel(false);
                unfollow.run();
                places.release();
            }
        });
        Optional<Lease<?>> lease = Optional.ofNullable(client.ctx().attribute(RequestGate.LEASE));
        lease.ifPresent(server -> server.onRetired(client::close)); // the page asks again, of the server that took over
        client.sendEvent("decided", "{}");
    }
}
