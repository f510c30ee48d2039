package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.source.ConfigSource;
import java.util.List;

/** Finds what requests ask for, when their turn has come. <em>Safe for use by multiple threads.</em> */
final class WantedReader {

    private final Journal journal;
    private final Capabilities capabilities;
    private final HostCode hostCode;

    WantedReader(Journal journal, Capabilities capabilities, HostCode hostCode) {
        this.journal = journal;
        this.capabilities = capabilities;
        this.hostCode = hostCode;
    }

    /** Takes the target of a plan that still fits. */
    Wanted plan(ReloadPlan plan) {
        ConfigDocument effective = journal.state().effective();
        if (effective == null) {
            return new Wanted.Refused(
                    new ReloadResult.NotStarted(journal.state().state()));
        }
        ReloadPlan between = capabilities.plan(plan.base(), effective);
        if (!plan.ruleTableId().equals(capabilities.rules().id())) {
            return new Wanted.Refused(new ReloadResult.Stale(ReloadResult.Stale.Mismatch.OTHER_RULES, between));
        }
        if (!between.changes().isEmpty()) {
            return new Wanted.Refused(new ReloadResult.Stale(ReloadResult.Stale.Mismatch.OTHER_BASE, between));
        }
        return new Wanted.Found(plan.target());
    }

    /** Takes the document that was in force before the one that is. */
    Wanted previous(TransactionScope scope) {
        long current = journal.state().revision();
        long previous = journal.revisionNumbers().stream()
                .filter(number -> number < current)
                .max(Long::compare)
                .orElse(current - 1);
        return revision(previous, scope);
    }

    /** Takes a document that was in force, with the values that its placeholders have now. */
    Wanted revision(long number, TransactionScope scope) {
        return journal.revision(number)
                .flatMap(kept -> kept.entry().effective())
                .map(document -> source(again(document), scope))
                .orElseGet(() -> invalid(
                        "history", "no revision [" + number + "]", "expected one of " + journal.revisionNumbers()));
    }

    private static ConfigSource again(ConfigDocument document) {
        return ConfigSource.of(document.source(), document::resolveAgain);
    }

    private static Wanted found(ReadResult result) {
        return result instanceof ReadResult.Read read
                ? new Wanted.Found(read.document())
                : new Wanted.Refused(new ReloadResult.Invalid(result.problems()));
    }

    /** Reads a source. The message of what it throws may quote content, so only its type is told. */
    Wanted source(ConfigSource source, TransactionScope scope) {
        try {
            return hostCode.call(source, () -> found(source.reading().result()));
        } catch (Throwable failure) {
            scope.failed(failure);
            if (failure instanceof InterruptedException) {
                scope.interrupted();
            }
            return invalid(
                    nameOf(source),
                    "the source threw " + failure.getClass().getSimpleName(),
                    "expected a document or problems");
        }
    }

    private static String nameOf(ConfigSource source) {
        try {
            return source.name();
        } catch (RuntimeException e) {
            return "source";
        }
    }

    private static Wanted invalid(String source, String message, String expectation) {
        List<ConfigProblem> problems = ImmutableList.of(
                ConfigProblem.error(ConfigPath.root(), SourcePosition.of(source), message, expectation));
        return new Wanted.Refused(new ReloadResult.Invalid(problems));
    }
}
