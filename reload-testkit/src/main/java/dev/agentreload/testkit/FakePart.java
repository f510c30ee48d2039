package dev.agentreload.testkit;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.apply.ReloadContext;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.plan.ReloadAction;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the two fakes of participants have in common. <em>Safe for use by multiple threads.</em> */
final class FakePart {

    private final String name;
    private final ResourceJournal journal;
    private final FaultScript script;
    private final ImmutableSet<ReloadAction> actions;
    private volatile Function<ConfigDocument, List<ConfigProblem>> validation = document -> ImmutableList.of();

    FakePart(String name, ResourceJournal journal, FaultScript script, String... actions) {
        this.name = requireNonNull(name, "name");
        this.journal = requireNonNull(journal, "journal");
        this.script = script;
        this.actions = Stream.of(actions).map(ReloadAction::parse).collect(ImmutableSet.toImmutableSet());
    }

    String name() {
        return name;
    }

    ResourceJournal journal() {
        return journal;
    }

    FaultScript script() {
        return script;
    }

    boolean handles(ReloadAction action) {
        return actions.contains(action);
    }

    void validateWith(Function<ConfigDocument, List<ConfigProblem>> function) {
        validation = requireNonNull(function, "function");
    }

    List<ConfigProblem> validate(ReloadContext context) {
        note("validate");
        return script.play("validate", () -> validation.apply(context.target()));
    }

    /** Journals the step, and lets happen what is scripted for it. */
    void reach(String step) {
        note(step);
        script.reach(step);
    }

    void note(String step) {
        journal.noted(step + " " + name);
    }

    /** Journals that something of this part was made, and returns its label. */
    String created(Object form) {
        return journal.created(name, form);
    }
}
