// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.testkit.stateful.Fault.Place;
import dev.agentreload.testkit.stateful.Violations.Rule;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A participant of which one form can run, which sees to it that it is called so, and goes wrong where that is planned. */
final class ObservedExclusive implements ExclusiveParticipant {

    private final String name;
    private final Faults faults;
    private final Violations violations;
    private final AtomicReference<@Nullable Place> inside = new AtomicReference<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile @Nullable String running;
    private volatile String secret = Doc.SENTINEL + "none";
    /** A stop has failed, so that a start may find something running. */
    private volatile boolean stopFailed;

    ObservedExclusive(String name, Faults faults, Violations violations) {
        this.name = name;
        this.faults = faults;
        this.violations = violations;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean handles(ReloadAction action) {
        return action.id().equals("restart-" + name);
    }

    /** Returns the form that runs; empty if none does. */
    Optional<String> running() {
        return Optional.ofNullable(running);
    }

    boolean isInCall() {
        return inside.get() != null;
    }

    /** Returns how often it was stopped or started. */
    int calls() {
        return calls.get();
    }

    @Override
    public List<ConfigProblem> validate(ReloadContext context) {
        try (Faults.Call call = faults.enter(name, Place.VALIDATE, Doc.secret(name, context.target()))) {
            return call.before() ? ObservedSwap.nothing() : List.of();
        } catch (Exception e) {
            throw ObservedSwap.unchecked(e);
        }
    }

    @Override
    public void stop(ActionScope scope, Deadline deadline) throws Exception {
        boolean first = begin(Place.STOP);
        boolean failed = true;
        try (Faults.Call call = faults.enter(name, Place.STOP, secret)) {
            call.before();
            running = null;
            call.after();
            failed = false;
        } finally {
            stopFailed |= failed;
            end(first);
        }
    }

    @Override
    public void start(ReloadContext context) throws Exception {
        boolean first = begin(Place.START);
        if (running != null && !stopFailed) {
            violations.add(Rule.ONE_FORM_AT_A_TIME, "[%s] is started while [%s] runs", name, running);
        }
        secret = Doc.secret(name, context.target());
        boolean failed = true;
        try (Faults.Call call = faults.enter(name, Place.START, secret)) {
            call.before();
            running = Doc.form(name, context.target());
            stopFailed = false;
            call.after();
            failed = false;
        } finally {
            if (failed) {
                running = null;
            }
            end(first);
        }
    }

    private boolean begin(Place call) {
        calls.incrementAndGet();
        Place other = inside.compareAndExchange(null, call);
        if (other != null) {
            violations.add(Rule.ONE_CALL_AT_A_TIME, "%s of [%s] begins during %s", call, name, other);
        }
        return other == null;
    }

    private void end(boolean first) {
        if (first) {
            inside.set(null);
        }
    }
}
