package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.PlaceholderResolver;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.core.source.SourceReading;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Finds what requests ask for, when their turn has come. <em>Safe for use by multiple threads.</em> */
final class WantedReader {

    private final Journal journal;
    private final Capabilities capabilities;
    private final HostCode hostCode;
    private final Optional<PlaceholderResolver> placeholders;

    WantedReader(
            Journal journal, Capabilities capabilities, HostCode hostCode, Optional<PlaceholderResolver> placeholders) {
        this.journal = journal;
        this.capabilities = capabilities;
        this.hostCode = hostCode;
        this.placeholders = placeholders;
    }

    /** Reads a source. */
    Wanted source(ConfigSource source, TransactionScope scope) {
        return guarded(source, scope, () -> {
            SourceReading reading = source.reading();
            return found(reading.result(), Renewal.of(reading.again()));
        });
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
        return new Wanted.Found(plan.target(), Renewal.of(again(plan.target())));
    }

    /** A document that came without a source is made once more from what its placeholders were, if the host said how. */
    private ConfigSource again(ConfigDocument document) {
        return ConfigSource.of(
                document.source(),
                () -> placeholders.map(document::resolveAgain).orElseGet(() -> new ReadResult.Read(document)));
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

    /** Takes a document that was in force. */
    Wanted revision(long number, TransactionScope scope) {
        return journal.revision(number)
                .map(kept -> guarded(
                        kept.renewal().again(),
                        scope,
                        () -> found(kept.renewal().read(), kept.renewal())))
                .orElseGet(() -> invalid(
                        "history", "no revision [" + number + "]", "expected one of " + journal.revisionNumbers()));
    }

    private static Wanted found(ReadResult result, Renewal renewal) {
        return result instanceof ReadResult.Read read
                ? new Wanted.Found(read.document(), renewal)
                : new Wanted.Refused(new ReloadResult.Invalid(result.problems()));
    }

    /** The message of what a source throws may quote content, so only its type is told. */
    private Wanted guarded(ConfigSource source, TransactionScope scope, Callable<Wanted> reading) {
        try {
            return hostCode.call(source, reading);
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
