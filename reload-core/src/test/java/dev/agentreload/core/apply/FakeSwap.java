// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.Leased;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds a form beside the old one and leases it out. */
final class FakeSwap implements ReloadParticipant {

    private final String name;
    private final Set<ReloadAction> actions;
    private final Script script;
    private final LeaseFactory leases;
    private final List<Form> built = new CopyOnWriteArrayList<>();
    private volatile @Nullable Leased<Form> current;
    private volatile Function<ConfigDocument, List<ConfigProblem>> validation = document -> List.of();

    FakeSwap(String name, Script script, LeaseFactory leases, ReloadAction... actions) {
        this.name = name;
        this.actions = Set.of(actions);
        this.script = script;
        this.leases = leases;
    }

    void validateWith(Function<ConfigDocument, List<ConfigProblem>> function) {
        validation = function;
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
        return validation.apply(context.target());
    }

    @Override
    public Prepared prepare(ReloadContext context) {
        script.reach(name + ".prepare");
        Form form = new Form(name + built.size(), context.target());
        built.add(form);
        return new Candidate(leases.create(form.toString(), form, this::close));
    }

    private void close(Form form) {
        form.close();
        script.reach(name + ".close");
    }

    @Override
    public void retireAll(RetiredResources retired) {
        script.reach(name + ".retireAll");
        Leased<Form> visible = current;
        if (visible != null) {
            retired.add(visible);
        }
        current = null;
    }

    @Nullable
    Leased<Form> current() {
        return current;
    }

    /** Returns the document of what readers see. */
    @Nullable
    ConfigDocument visible() {
        Leased<Form> visible = current;
        return visible == null ? null : read(visible);
    }

    private static ConfigDocument read(Leased<Form> visible) {
        try (Lease<Form> lease = visible.acquire()) {
            return lease.value().document();
        }
    }

    boolean isVisible(Form form) {
        Leased<Form> visible = current;
        return visible != null && visible.name().equals(form.toString());
    }

    /** Returns whether everything that was built is visible or was closed. */
    boolean isTidy() {
        return built.stream().allMatch(form -> isVisible(form) || form.closes() > 0);
    }

    List<Form> built() {
        return built;
    }

    private final class Candidate implements Prepared {

        private final Leased<Form> form;
        private @Nullable Leased<Form> before;

        Candidate(Leased<Form> form) {
            this.form = form;
        }

        @Override
        public void verify(Deadline deadline) {
            script.reach(name + ".verify");
        }

        @Override
        public void commit(RetiredResources retired) {
            before = current;
            script.reach(name + ".commit");
            Leased<Form> replaced = before;
            current = form;
            if (replaced != null) {
                retired.add(replaced);
            }
            script.reach(name + ".committed");
        }

        @Override
        public void rollback(RetiredResources retired) {
            script.reach(name + ".rollback");
            current = before;
            retired.add(form);
        }

        @Override
        public void discard() {
            form.force();
            script.reach(name + ".discard");
        }
    }
}
