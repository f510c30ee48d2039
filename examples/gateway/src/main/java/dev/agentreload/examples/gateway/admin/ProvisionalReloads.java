// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.admin;

import dev.agentreload.agents.command.Audience;
import dev.agentreload.agents.command.ChatCommand;
import dev.agentreload.agents.command.CommandCaller;
import dev.agentreload.core.apply.EffectiveConfig;
import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.examples.gateway.schedule.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Applies the file for a while: unless an operator confirms it in time, the gateway goes back to the revision before, by a rollback like
 * any other.
 *
 * <p>What comes meanwhile decides as follows. A reload or rollback that an operator asks for and that applies something confirms what it
 * replaces: its operator has decided. Another provisional reload begins the time anew, and the way back still leads to the revision before
 * the first. An automatic reload of an edited file confirms nothing, and going back takes its edit back, too; so it does with what an
 * operator applies in the very moment of going back. The history has both. The end of the process ends the wait: a start applies the
 * file as it is. <em>Safe for use by multiple threads.</em>
 */
public final class ProvisionalReloads implements AutoCloseable {

    private static final Duration WAIT = Duration.ofMinutes(5);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final String USAGE = "usage: /reload --confirm-within <time>, such as 5m or 90s, a day at most";

    private final Reloader reloader;
    private final ConfigSource source;
    private final HostRuntime runtime;
    private final String automatic;
    private final Consumer<String> output;

    private @Nullable Provisional last;
    private boolean closed;

    /**
     * A revision that waits to be confirmed.
     *
     * @param before the revision to go back to
     * @param until when it ends
     */
    private record Provisional(long revision, long before, String actor, Instant until) {}

    /**
     * Creates them, with nothing to confirm.
     *
     * @param runtime its scheduler waits, its executor requests the rollback
     * @param automatic the actor of automatic reloads, which confirm nothing
     * @param output receives how going back went
     */
    public ProvisionalReloads(
            Reloader reloader, ConfigSource source, HostRuntime runtime, String automatic, Consumer<String> output) {
        this.reloader = reloader;
        this.source = source;
        this.runtime = runtime;
        this.automatic = automatic;
        this.output = output;
    }

    /**
     * Returns the commands.
     *
     * @param words says how a reload ended
     */
    public List<ChatCommand> commands(Function<ReloadResult, String> words) {
        return List.of(
                ChatCommand.of(
                                "reload --confirm-within",
                                "apply the configuration, and go back to the one before unless /confirm follows in this time",
                                Audience.OPERATORS,
                                call -> call.arguments().size() == 1
                                        ? apply(
                                                call.arguments().get(0),
                                                call.request().caller(),
                                                words)
                                        : USAGE)
                        .taking("<time>"),
                ChatCommand.of(
                        "confirm", "keep what a provisional reload applied", Audience.OPERATORS, call -> confirm()));
    }

    private String apply(String time, CommandCaller caller, Function<ReloadResult, String> words) {
        Optional<Duration> within =
                Interval.parse(time).filter(given -> !given.isZero() && given.compareTo(LONGEST) <= 0);
        return within.map(given -> apply(given, caller.channel() + "/" + caller.senderId(), words))
                .orElse(USAGE);
    }

    private String apply(Duration within, String actor, Function<ReloadResult, String> words) {
        Optional<Long> before = waiting()
                .map(Provisional::before)
                .or(() -> reloader.view().current().map(EffectiveConfig::revision));
        ReloadResult result = reloader.reload(ReloadRequest.manual(source, actor), WAIT);
        if (result instanceof ReloadResult.Applied applied && before.isPresent()) {
            begin(
                    new Provisional(
                            applied.revision(),
                            before.get(),
                            actor,
                            runtime.clock().instant().plus(within)),
                    within);
            return words.apply(result) + "\n" + remark().orElseThrow();
        }
        return words.apply(result);
    }

    private void begin(Provisional provisional, Duration within) {
        synchronized (this) {
            last = provisional;
        }
        goBackAfter(within, provisional);
    }

    private String confirm() {
        return waiting()
                .filter(this::end)
                .map(confirmed -> "revision " + confirmed.revision() + " stays in force")
                .orElse("no reload waits to be confirmed");
    }

    /** Ends the wait for this one. Returns whether it was still waited for: it is confirmed or taken back, and never both. */
    private synchronized boolean end(Provisional provisional) {
        boolean waited = provisional.equals(last);
        if (waited) {
            last = null;
        }
        return waited;
    }

    /** Returns what waits to be confirmed; a newer decision of an operator has confirmed it. */
    private Optional<Provisional> waiting() {
        Provisional provisional;
        synchronized (this) {
            provisional = last;
        }
        return Optional.ofNullable(provisional)
                .filter(one -> reloader.view().history().stream().noneMatch(entry -> decides(entry, one)));
    }

    private boolean decides(HistoryEntry entry, Provisional provisional) {
        return entry.result() instanceof ReloadResult.Applied applied
                && applied.revision() > provisional.revision()
                && !entry.actor().equals(automatic);
    }

    /** Returns what the status says of it; empty if nothing waits to be confirmed. */
    public Optional<String> remark() {
        return waiting()
                .map(one -> "revision " + one.revision() + " is provisional: without /confirm by " + one.until()
                        + " revision " + one.before() + " comes back");
    }

    private void goBackAfter(Duration delay, Provisional provisional) {
        try {
            Future<?> unused = runtime.requireScheduler("provisional reloads")
                    .schedule(
                            () -> runtime.executor().execute(() -> goBack(provisional)),
                            delay.toNanos(),
                            TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            output.accept("the program ends, and nothing is taken back");
        }
    }

    private void goBack(Provisional provisional) {
        if (!waiting().equals(Optional.of(provisional)) || isClosed() || !end(provisional)) {
            return;
        }
        ReloadResult result = reloader.rollbackTo(provisional.before(), "unconfirmed reload of " + provisional.actor());
        if (result instanceof ReloadResult.Busy) {
            waitAgain(provisional);
            goBackAfter(AGAIN, provisional);
            return;
        }
        output.accept("revision " + provisional.revision() + " was not confirmed in time: " + result.summary());
    }

    private synchronized void waitAgain(Provisional provisional) {
        if (last == null) {
            last = provisional;
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Takes nothing back any more. */
    @Override
    public synchronized void close() {
        closed = true;
    }
}
