// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import dev.agentreload.examples.gateway.chat.Conversations;
import dev.agentreload.examples.gateway.chat.Reply;
import dev.agentreload.micrometer.ReloadMeters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** Counts and times turns, beside the meters of the reloader and of the Java platform. <em>Safe for use by multiple threads.</em> */
final class GatewayMeters implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ReloadMeters reloads;

    GatewayMeters(ReloadMeters reloads, Conversations conversations) {
        this.reloads = reloads;
        reloads.bindTo(registry);
        Gauge.builder("gateway.turns.active", conversations, Conversations::underWay)
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
    }

    /** Measures a turn. */
    Reply turn(String channel, Supplier<Reply> turn) {
        long begin = System.nanoTime();
        Reply reply = turn.get();
        String outcome =
                reply instanceof Reply.Failed failed ? failed.reason().name().toLowerCase(Locale.ROOT) : "answered";
        Timer.builder("gateway.turns")
                .tag("channel", channel)
                .tag("outcome", outcome)
                .register(registry)
                .record(Duration.ofNanos(System.nanoTime() - begin));
        return reply;
    }

    /** Returns all meters as text. */
    String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        reloads.close();
        registry.close();
    }
}
