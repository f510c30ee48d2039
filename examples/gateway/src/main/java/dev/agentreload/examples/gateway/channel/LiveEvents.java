// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.lease.Lease;
import io.javalin.http.sse.SseClient;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Tells pages that are open that something was decided, or that something else that they show changed; what that is, they ask for
 * themselves. Decisions are reported at once; for the rest a task polls each second.
 */
final class LiveEvents {

    private static final int MOST = 16;
    private static final long ALIVE_SECONDS = 15;
    private static final Logger LOG = System.getLogger(LiveEvents.class.getName());

    private final Supplier<HttpHost> host;
    private final Semaphore places = new Semaphore(MOST);

    LiveEvents(Supplier<HttpHost> host) {
        this.host = host;
    }

    void follow(SseClient client) {
        Optional<Lease<?>> lease = Optional.ofNullable(client.ctx().attribute(RequestGate.LEASE));
        if (lease.isEmpty()) {
            client.close(); // the page asks again, of the server that took over
            return;
        }
        Caller caller = Optional.<Caller>ofNullable(client.ctx().attribute(RequestGate.CALLER))
                .orElse(Caller.NOBODY);
        if (caller.access().refusalOfFull().isPresent() || !places.tryAcquire()) {
            client.sendEvent(
                    "refused", JsonText.compact(ImmutableMap.of("error", "not now, or not without the token")));
            client.close();
            return;
        }
        client.keepAlive();
        Runnable unfollow = host.get().config(caller.actor()).follow(() -> client.sendEvent("decided", "{}"));
        ScheduledFuture<?> alive = host.get()
                .scheduler()
                .scheduleWithFixedDelay(
                        () -> client.sendComment("still here"), ALIVE_SECONDS, ALIVE_SECONDS, TimeUnit.SECONDS);
        ScheduledFuture<?> looks = host.get()
                .scheduler()
                .scheduleWithFixedDelay(new Look(client, host.get().config(caller.actor())), 1, 1, TimeUnit.SECONDS);
        AtomicBoolean left = new AtomicBoolean();
        client.onClose(() -> {
            if (left.compareAndSet(false, true)) {
                alive.cancel(false);
                looks.cancel(false);
                unfollow.run();
                places.release();
            }
        });
        lease.get().onRetired(client::close);
        client.sendEvent("decided", "{}");
    }

    /** Compares what there is to see with what there was before. One at a time. */
    private static final class Look implements Runnable {

        private final SseClient client;
        private final ConfigApi config;
        private Object seen;

        Look(SseClient client, ConfigApi config) {
            this.client = client;
            this.config = config;
            this.seen = config.visibleState();
        }

        /** A task that throws is never run again, so the page is made to come again with another one. */
        @Override
        public void run() {
            try {
                Object now = config.visibleState();
                if (!now.equals(seen)) {
                    seen = now;
                    client.sendEvent("changed", "{}");
                }
            } catch (RuntimeException e) {
                LOG.log(
                        Level.WARNING,
                        "a look for open pages failed: {0}",
                        e.getClass().getName());
                client.close();
            }
        }
    }
}
