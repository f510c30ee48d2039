package dev.agentreload.examples.gateway.channel;

import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.ReloadResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/** A host that repeats what it is told. What says {@code slow} waits to be released. */
final class FakeHttpHost implements HttpHost {

    final CompletableFuture<ReloadResult> reload = new CompletableFuture<>();
    final CountDownLatch reloadAsked = new CountDownLatch(1);
    final CountDownLatch slowBegun = new CountDownLatch(1);
    final CountDownLatch slowReleased = new CountDownLatch(1);

    volatile boolean started = true;

    @Override
    public boolean isStarted() {
        return started;
    }

    @Override
    public String answer(RouteRequest sender, String text) {
        if (text.equals("slow")) {
            waitForRelease();
        }
        return sender.channel() + sender.peer().map(peer -> " " + peer.id()).orElse("") + ": " + text;
    }

    private void waitForRelease() {
        slowBegun.countDown();
        try {
            slowReleased.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String answer(Hook hook, String body) {
        if (body.equals("fail")) {
            throw new IllegalStateException("s3cr3t");
        }
        if (body.equals("overflow")) {
            throw new StackOverflowError();
        }
        return hook.message(body).text();
    }

    @Override
    public CompletionStage<ReloadResult> reload() {
        reloadAsked.countDown();
        return reload;
    }

    @Override
    public Map<String, ?> status() {
        return Map.of("pending", List.of("gateway.port"));
    }
}
