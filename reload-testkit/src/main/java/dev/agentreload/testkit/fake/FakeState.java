// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import static java.util.Objects.requireNonNull;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.plan.ReloadAction;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the two fakes of participants have in common. <em>Safe for use by multiple threads.</em>
 *
 * @param <S> the steps of the fake
 */
final class FakeState<S extends Enum<S>> {

    private final String name;
    private final ResourceJournal journal;
    private final FaultScript<S> script = FaultScript.create();
    private final S validate;
    private final ImmutableSet<ReloadAction> actions;
    private volatile Function<ConfigDocument, List<ConfigProblem>> validation = document -> ImmutableList.of();

    FakeState(String name, ResourceJournal journal, S validate, String... actions) {
        this.name = requireNonNull(name, "name");
        this.journal = requireNonNull(journal, "journal");
        this.validate = validate;
        this.actions = Stream.of(actions).map(ReloadAction::parse).collect(ImmutableSet.toImmutableSet());
    }

    String name() {
        return name;
    }

    ResourceJournal journal() {
        return journal;
    }

    FaultScript<S> script() {
        return script;
    }

    boolean handles(ReloadAction action) {
        return actions.contains(action);
    }

    void validateWith(Function<ConfigDocument, List<ConfigProblem>> function) {
        validation = requireNonNull(function, "function");
    }

    List<ConfigProblem> validate(ReloadContext context) {
        note(validate);
        return script.run(validate, () -> validation.apply(context.target()));
    }

    /** Journals the step, and runs what is scripted for it. */
    void run(S step) {
        note(step);
        script.run(step);
    }

    void note(S step) {
        journal.noted(CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_CAMEL, step.name()) + " " + name);
    }

    /** Journals that something of this state was made, and returns its label. */
    String created(Object form) {
        return journal.created(name, form);
    }
}
