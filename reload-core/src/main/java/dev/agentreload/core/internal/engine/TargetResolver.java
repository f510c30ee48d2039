// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.StepFailure;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.internal.engine.call.TimedCall;
import dev.agentreload.core.internal.engine.call.TimedCalls;
import dev.agentreload.core.internal.engine.call.TransactionProgress;
import dev.agentreload.core.internal.engine.state.RequestTarget;
import dev.agentreload.core.internal.engine.state.StateStore;
import dev.agentreload.core.internal.engine.transaction.EngineContext;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.source.ConfigSource;
import java.util.List;
import java.util.Optional;

/** Finds the documents that requests ask for. <em>Safe for use by multiple threads.</em> */
public final class TargetResolver {

    private final StateStore store;
    private final EngineContext engine;

    public TargetResolver(StateStore store, EngineContext engine) {
        this.store = store;
        this.engine = engine;
    }

    /** Takes the target of a plan that still fits. */
    public RequestTarget plan(ReloadPlan plan) {
        ConfigDocument effective = store.state().effective();
        if (effective == null) {
            return new RequestTarget.Refused(
                    new ReloadResult.NotStarted(store.state().state()));
        }
        ReloadPlan between = engine.participants().plan(plan.base(), effective);
        if (!plan.ruleTableId().equals(engine.participants().rules().id())) {
            return new RequestTarget.Refused(new ReloadResult.Stale(ReloadResult.Stale.Mismatch.OTHER_RULES, between));
        }
        if (!between.changes().isEmpty()) {
            return new RequestTarget.Refused(new ReloadResult.Stale(ReloadResult.Stale.Mismatch.OTHER_BASE, between));
        }
        return new RequestTarget.Found(plan.target());
    }

    /** Takes the document that was in force before the current one. */
    public RequestTarget previous(TransactionProgress progress) {
        long current = store.state().revision();
        return store.revisionNumbers().stream()
                .filter(number -> number < current)
                .max(Long::compare)
                .map(previous -> revision(previous, progress))
                .orElseGet(() -> invalid(
                        "history",
                        "no configuration before this one",
                        "revision [" + current + "] is the first that is kept"));
    }

    /** Takes a document that was in force, with the values that its placeholders have now. */
    public RequestTarget revision(long number, TransactionProgress progress) {
        return store.revision(number)
                .map(document -> source(again(document), progress))
                .orElseGet(() -> invalid(
                        "history", "no revision [" + number + "]", "expected one of " + store.revisionNumbers()));
    }

    private static ConfigSource again(ConfigDocument document) {
        return ConfigSource.of(document.source(), document::reresolve);
    }

    /** Reads a source. The message of an exception may quote content, so only its type is reported. */
    public RequestTarget source(ConfigSource source, TransactionProgress progress) {
        TimedCall.Step step = new TimedCall.Step(source, nameOf(source), ReloadPhase.READ);
        Optional<Throwable> stop = progress.reasonToStop();
        if (stop.isPresent()) {
            return notRead(step, stop.get());
        }
        TimedCall<ReadResult> call =
                engine.calls().create(step, () -> source.reading().result(), progress);
        TimedCall.Result<ReadResult> result =
                engine.calls().run(call, engine.deadlines().read(), TimedCalls.Cancellation.ALLOWED, progress);
        if (result instanceof TimedCall.Result.Returned<ReadResult> returned && returned.value() != null) {
            return found(returned.value());
        }
        if (result instanceof TimedCall.Result.Failed<ReadResult> failed) {
            return thrown(step, failed.cause(), progress);
        }
        return result.failure()
                .map(cause -> notRead(step, cause))
                .orElseGet(() ->
                        invalid(step.participant(), "the source returned null", "expected a document or problems"));
    }

    private static RequestTarget found(ReadResult result) {
        return result instanceof ReadResult.Success read
                ? new RequestTarget.Found(read.document())
                : new RequestTarget.Refused(new ReloadResult.Invalid(result.problems()));
    }

    private static RequestTarget thrown(TimedCall.Step step, Throwable failure, TransactionProgress progress) {
        if (failure instanceof InterruptedException) {
            progress.interrupted();
        }
        return invalid(
                step.participant(),
                "the source threw " + failure.getClass().getSimpleName(),
                "expected a document or problems");
    }

    /** Nothing is known of the content, so the failure is not one of the content and may be retried. */
    private static RequestTarget notRead(TimedCall.Step step, Throwable cause) {
        StepFailure failure = new StepFailure(step.participant(), step.phase(), cause);
        return new RequestTarget.Refused(new ReloadResult.RolledBack(failure, ImmutableList.of(), ImmutableList.of()));
    }

    private static String nameOf(ConfigSource source) {
        try {
            return source.name();
        } catch (RuntimeException e) {
            return "source";
        }
    }

    private static RequestTarget invalid(String source, String message, String expectation) {
        List<ConfigProblem> problems = ImmutableList.of(
                ConfigProblem.error(ConfigPath.root(), SourcePosition.of(source), message, expectation));
        return new RequestTarget.Refused(new ReloadResult.Invalid(problems));
    }
}
