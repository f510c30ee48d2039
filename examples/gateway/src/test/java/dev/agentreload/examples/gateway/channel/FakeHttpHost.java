// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.examples.gateway.chat.Reply;
import dev.agentreload.examples.gateway.chat.Turn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A host that repeats each message. A message that says {@code slow} waits to be released. */
final class FakeHttpHost implements HttpHost {

    final CountDownLatch slowBegun = new CountDownLatch(1);
    final CountDownLatch slowReleased = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);
    final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);

    /** For whom the configuration was asked for. */
    final List<String> actors = Collections.synchronizedList(new ArrayList<>());

    volatile boolean started = true;

    @Override
    public boolean isReady() {
        return started;
    }

    @Override
    public Reply answer(RouteRequest sender, String text, Turn turn) {
        turn.begin();
        try {
            if (text.equals("slow")) {
                waitForRelease();
            }
            if (text.startsWith("fail ")) {
                return new Reply.Failed(Reply.Reason.valueOf(text.substring(5)), "no answer: " + text);
            }
            String peer = sender.peer().map(found -> " " + found.id()).orElse("");
            turn.follower().ifPresent(pieces -> List.of("a ", "b").forEach(pieces));
            return new Reply.Answered(sender.channel() + peer + ": " + text);
        } finally {
            turn.end();
        }
    }

    private void waitForRelease() {
        slowBegun.countDown();
        try {
            slowReleased.await();
        } catch (InterruptedException e) {
            interrupted.countDown();
        }
    }

    @Override
    public Reply answer(Hook hook, String body) {
        if (body.equals("fail")) {
            throw new IllegalStateException("s3cr3t");
        }
        if (body.equals("overflow")) {
            throw new StackOverflowError();
        }
        return new Reply.Answered(hook.message(body).text());
    }

    @Override
    public ConfigApi config(String actor) {
        actors.add(actor);
        return new FakeConfig();
    }

    @Override
    public ScheduledExecutorService scheduler() {
        return scheduler;
    }

    @Override
    public String metrics() {
        return "gateway_turns 1\n";
    }

    /** Says what it was asked to do. */
    private static final class FakeConfig implements ConfigApi {

        private static HttpReply done(String what) {
            return HttpReply.of(Map.of("did", what));
        }

        @Override
        public HttpReply status() {
            return HttpReply.of(Map.of("pending", List.of("gateway.port")));
        }

        @Override
        public HttpReply pending() {
            return done("pending");
        }

        @Override
        public HttpReply history() {
            return done("history");
        }

        @Override
        public HttpReply plan(String text) {
            return done("plan " + text);
        }

        @Override
        public HttpReply validate(String text) {
            return done("validate " + text);
        }

        @Override
        public HttpReply reload() {
            return done("reload");
        }

        @Override
        public HttpReply rollback(OptionalLong revision) {
            return done("rollback " + revision.orElse(0));
        }

        @Override
        public HttpReply rollbackPlan(long revision) {
            return done("plan rollback " + revision);
        }

        @Override
        public HttpReply diff(long from, long to) {
            return done("diff " + from + " " + to);
        }

        @Override
        public HttpReply resume() {
            return done("resume");
        }

        @Override
        public HttpReply replace(String text, long revision) {
            return done("replace " + revision + " " + text);
        }

        @Override
        public HttpReply agents() {
            return done("agents");
        }

        @Override
        public HttpReply route(RouteRequest from) {
            return done("route " + from.channel());
        }

        @Override
        public Runnable follow(Runnable listener) {
            return () -> {};
        }

        @Override
        public Object visibleState() {
            return "";
        }

        @Override
        public HttpReply config() {
            return done("config");
        }
    }
}
