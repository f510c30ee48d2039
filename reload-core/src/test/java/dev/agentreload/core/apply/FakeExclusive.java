// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.plan.ReloadAction;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Runs one form at a time. Notices if two of its calls run at once, or if it is started over a running form. */
final class FakeExclusive implements ExclusiveParticipant {

    private final String name;
    private final Set<ReloadAction> actions;
    private final Script script;
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile @Nullable ConfigDocument running;
    private volatile boolean stopFailed;
    private volatile @Nullable Predicate<ReloadContext> concern;

    FakeExclusive(String name, Script script, ReloadAction... actions) {
        this.name = name;
        this.actions = Set.of(actions);
        this.script = script;
    }

    /** Restarts only for these transactions, and journals from now on that it is asked. */
    void concernedBy(Predicate<ReloadContext> transactions) {
        concern = transactions;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean handles(ReloadAction action) {
        return actions.contains(action);
    }

    @Override
    public List<ConfigProblem> validate(ReloadContext context) {
        script.reach(name + ".validate");
        return List.of();
    }

    @Override
    public boolean concerns(ReloadContext context) {
        Predicate<ReloadContext> asked = concern;
        if (asked == null) {
            return true;
        }
        script.reach(name + ".concerns");
        return asked.test(context);
    }

    @Override
    public void stop(ActionScope scope, Deadline deadline) {
        alone(() -> {
            if (running == null) {
                violations.add("stopped while nothing runs");
            }
            stopFailed = true;
            script.reach(name + ".stop");
            stopFailed = false;
            running = null;
        });
    }

    @Override
    public void start(ReloadContext context) {
        alone(() -> {
            if (running != null && !stopFailed) {
                violations.add("started over a running form");
            }
            running = null;
            stopFailed = false;
            script.reach(name + ".start");
            running = context.target();
        });
    }

    private void alone(Runnable call) {
        if (calls.incrementAndGet() > 1) {
            violations.add("two calls at once");
        }
        try {
            call.run();
        } finally {
            calls.decrementAndGet();
        }
    }

    @Nullable
    ConfigDocument running() {
        return running;
    }

    List<String> violations() {
        return violations;
    }
}
