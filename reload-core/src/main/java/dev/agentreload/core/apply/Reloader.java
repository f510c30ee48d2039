// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.internal.engine.Dispatcher;
import dev.agentreload.core.internal.engine.Shutdown;
import dev.agentreload.core.internal.engine.TargetResolver;
import dev.agentreload.core.internal.engine.call.CallbackGuard;
import dev.agentreload.core.internal.engine.call.TimedCalls;
import dev.agentreload.core.internal.engine.call.TransactionProgress;
import dev.agentreload.core.internal.engine.masking.KnownSecrets;
import dev.agentreload.core.internal.engine.state.ListenerQueue;
import dev.agentreload.core.internal.engine.state.PendingRequest;
import dev.agentreload.core.internal.engine.state.ReloadLog;
import dev.agentreload.core.internal.engine.state.RequestTarget;
import dev.agentreload.core.internal.engine.state.RetiredGenerations;
import dev.agentreload.core.internal.engine.state.StateStore;
import dev.agentreload.core.internal.engine.transaction.EngineContext;
import dev.agentreload.core.internal.engine.transaction.ParticipantRegistry;
import dev.agentreload.core.internal.engine.transaction.RegisteredParticipant;
import dev.agentreload.core.internal.time.Durations;
import dev.agentreload.core.lease.DrainPolicy;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.core.participant.Participant;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ChangeHandler;
import dev.agentreload.core.source.ConfigSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Applies configurations, one at a time, each as a whole or not at all. The package comment has the order of a transaction.
 *
 * <p>No method throws for what a document, a source or a participant does: that is a {@link ReloadResult}. Only a
 * {@link VirtualMachineError} other than {@link StackOverflowError} is rethrown, after everything was cleaned up and the result
 * was published. Arguments are checked before anything happens.
 *
 * <p><em>Safe for use by multiple threads.</em> By default a transaction runs on the thread that submits the request, and host code
 * that may hang runs on the host's executor. So requests must not come from threads of that executor: they would wait for a thread
 * that they occupy, until the deadline. A request from inside host code that the reloader called is refused at once. Before it
 * returns, the thread also runs the newest automatic request that came meanwhile, unless the host gave requests an executor of
 * their own.
 */
public final class Reloader implements AutoCloseable {

    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);
    private static final Duration CLOSE_TIME = Duration.ofSeconds(30);

    private final ReloadLog log;
    private final StateStore store;
    private final TargetResolver targets;
    private final Dispatcher dispatcher;
    private final EngineContext engine;
    private final Shutdown shutdown;
    private final ReloadView view;

    private Reloader(Builder builder) {
        CallbackGuard guard = new CallbackGuard();
        this.log = new ReloadLog(builder.logger, builder.ignored);
        this.store = new StateStore(builder.historySize);
        this.engine = builder.engine(guard, log);
        this.targets = new TargetResolver(store, engine);
        this.dispatcher = new Dispatcher(store, engine, builder.requestExecutor, builder.runtime.clock());
        this.shutdown = new Shutdown(store, engine, dispatcher);
        // The first of the listeners, so that lines are in the order of decisions too.
        store.add(new ListenerQueue("log", log::decided, builder.listeners(guard, Runnable::run, log)));
        this.view = new ReloadView(store, engine, dispatcher, builder.listeners(guard, builder.listenerExecutor, log));
    }

    /**
     * Returns a builder of a reloader without participants, with {@link RuleTable#defaults()}.
     *
     * @param runtime its executor runs host code that may hang. One that runs tasks on the calling thread is possible; deadlines are
     *     then reported in history, and not enforced. Its clock stamps decisions; its scheduler, if any, runs the timers of the
     *     {@linkplain Builder#drain drain policy}
     */
    public static Builder builder(HostRuntime runtime) {
        return new Builder(runtime);
    }

    /** Returns a view of this reloader that sees everything and changes nothing. */
    public ReloadView view() {
        return view;
    }

    /**
     * Reads the first document and builds everything for it, on the calling thread: the same transaction as any other, without
     * a document in force and without verdicts. Success is {@link ReloadResult.Applied} with revision 1; after anything else
     * nothing is built, and it may be tried again.
     *
     * @throws IllegalStateException if a start has succeeded before
     */
    public ReloadResult start(ConfigSource source) {
        requireNonNull(source, "source");
        PendingRequest request = request(
                HistoryEntry.Operation.START, "start", Optional.empty(), progress -> targets.source(source, progress));
        return dispatcher.refusal().filter(result -> !isNew(result)).orElseGet(() -> dispatcher.start(request));
    }

    private static boolean isNew(ReloadResult result) {
        return result instanceof ReloadResult.NotStarted refused && refused.state() == ReloaderState.NEW;
    }

    /**
     * Submits a request. If no transaction is running, it executes on the request executor, by default the calling thread.
     * Otherwise an automatic request waits, and supersedes the one that waited before; a manual one is refused.
     *
     * @return completes with the decision, never exceptionally. It completes on the thread that decides, before the next waiting
     *     request runs there, so a function attached to it must not block
     */
    public CompletionStage<ReloadResult> submit(ReloadRequest request) {
        PendingRequest pending = pending(request);
        submit(pending, request.trigger());
        return pending.result().minimalCompletionStage();
    }

    /**
     * Submits a request as {@link #submit} does and waits for its decision. That comes within the {@linkplain Builder#deadlines
     * deadlines} of the steps of its transaction, and of those of the one it waits for; commits are reference writes and have none.
     */
    public ReloadResult reload(ReloadRequest request) {
        PendingRequest pending = pending(request);
        submit(pending, request.trigger());
        return dispatcher.await(pending, engine.deadline(FOREVER));
    }

    /**
     * Submits a request as {@link #submit} does and waits for the decision no longer than the caller can.
     *
     * @param wait how long the caller waits. Behind another transaction the answer is then {@link ReloadResult.StillRunning}, and
     *     the request is decided later. A transaction on the calling thread is then rolled back, unless its first exclusive
     *     participant was stopped or its first commit begun: those are completed or undone, within their deadlines.
     *     Zero waits for no other transaction and does not limit one on the calling thread
     */
    public ReloadResult reload(ReloadRequest request, Duration wait) {
        PendingRequest pending = pending(request);
        Deadline deadline = engine.deadline(wait);
        if (!wait.isZero()) {
            pending.limit(deadline);
        }
        submit(pending, request.trigger());
        return dispatcher.await(pending, deadline);
    }

    /**
     * Returns the handler for a {@link dev.agentreload.core.source.ConfigWatcher} that submits each change as an automatic request.
     * Failures not caused by the content are retried, and so is a request that the executor refuses.
     *
     * @param actor how history and logs call the watcher; not secret
     * @param executor runs the transactions, so that none holds the watcher's thread. It needs a thread that host code of the
     *     transaction does not wait for: not the last one of the runtime's executor
     */
    public ChangeHandler changeHandler(String actor, Executor executor) {
        return new ReloadOnChange(this, actor, executor);
    }

    private void submit(PendingRequest pending, ReloadRequest.Trigger trigger) {
        Optional<ReloadResult> refusal = dispatcher.refusal().or(() -> held(trigger));
        if (refusal.isPresent()) {
            pending.result().complete(refusal.get());
        } else if (trigger == ReloadRequest.Trigger.AUTOMATIC) {
            dispatcher.submit(pending);
        } else {
            dispatcher.submitOrRefuse(pending);
        }
    }

    /** Asked before an automatic request waits, and once more when its turn has come. */
    private Optional<ReloadResult> held(ReloadRequest.Trigger trigger) {
        return trigger == ReloadRequest.Trigger.AUTOMATIC && store.state().hold() != null
                ? Optional.of(new ReloadResult.Busy(ReloadResult.Busy.Reason.HELD))
                : Optional.empty();
    }

    private PendingRequest pending(ReloadRequest request) {
        return request(
                HistoryEntry.Operation.RELOAD,
                request.actor(),
                modeOf(request),
                progress -> held(request.trigger())
                        .<RequestTarget>map(RequestTarget.Refused::new)
                        .orElseGet(() -> targets.source(request.source(), progress)));
    }

    private PendingRequest request(
            HistoryEntry.Operation operation,
            String actor,
            Optional<ReloadMode> mode,
            Function<TransactionProgress, RequestTarget> target) {
        return new PendingRequest(operation, mode, target, new TransactionProgress(actor, engine.ticker()));
    }

    /** Automatic requests run in the mode of the document or of the host. */
    private static Optional<ReloadMode> modeOf(ReloadRequest request) {
        return request.mode().isPresent() || request.trigger() == ReloadRequest.Trigger.AUTOMATIC
                ? request.mode()
                : Optional.of(ReloadMode.HYBRID);
    }

    /** Applies a plan as {@link ReloadMode#HYBRID}, on the calling thread, if its base is still in force. */
    public ReloadResult apply(ReloadPlan plan, String actor) {
        return apply(plan, actor, ReloadMode.HYBRID);
    }

    /**
     * Applies a plan on the calling thread, if its base is still in force and it was made with the same rules; otherwise the
     * result is {@link ReloadResult.Stale} and says what has changed in between.
     */
    public ReloadResult apply(ReloadPlan plan, String actor, ReloadMode mode) {
        requireNonNull(plan, "plan");
        return now(HistoryEntry.Operation.APPLY, actor, mode, progress -> targets.plan(plan));
    }

    /** Goes back, as {@link ReloadMode#HYBRID}, to the document that was in force before the current one. */
    public ReloadResult rollback(String actor) {
        return rollback(actor, ReloadMode.HYBRID);
    }

    /**
     * Goes back, on the calling thread, to the document that was in force before the current one; a second rollback returns. It is
     * a reload like any other, and its placeholders have the values of today. No file is written.
     */
    public ReloadResult rollback(String actor, ReloadMode mode) {
        return now(HistoryEntry.Operation.ROLLBACK, actor, mode, targets::previous);
    }

    /** Goes back, as {@link ReloadMode#HYBRID}, to the document that was in force as this revision. */
    public ReloadResult rollbackTo(long revision, String actor) {
        return rollbackTo(revision, actor, ReloadMode.HYBRID);
    }

    /**
     * Goes back to the document that was in force as this revision, as {@link #rollback(String, ReloadMode)} does. A revision that
     * history does not have is {@link ReloadResult.Invalid}.
     */
    public ReloadResult rollbackTo(long revision, String actor, ReloadMode mode) {
        return now(HistoryEntry.Operation.ROLLBACK, actor, mode, progress -> targets.revision(revision, progress));
    }

    /**
     * Lets automatic requests in again, which are refused as {@link ReloadResult.Busy} after a rollback. So does an explicit reload
     * that succeeds. A watcher then submits again what it could not.
     *
     * @return whether they were held
     */
    public boolean resume() {
        return store.resume();
    }

    private ReloadResult now(
            HistoryEntry.Operation operation,
            String actor,
            ReloadMode mode,
            Function<TransactionProgress, RequestTarget> target) {
        PendingRequest request = request(operation, actor, Optional.of(mode), target);
        return dispatcher.refusal().orElseGet(() -> dispatcher.now(request));
    }

    /**
     * Runs the steps of a reload that leave no trace, on the calling thread: validates all participants, and prepares, verifies
     * and discards the swap participants. It is no decision: neither history nor listeners get it.
     */
    public DryRunReport dryRun(ReloadRequest request) {
        return dryRun(pending(request));
    }

    /** Runs, as {@link #dryRun(ReloadRequest)} does, what {@link #rollback(String)} would do. */
    public DryRunReport dryRunRollback(String actor) {
        return dryRunRollback(actor, targets::previous);
    }

    /** Runs, as {@link #dryRun(ReloadRequest)} does, what {@link #rollbackTo(long, String)} would do. */
    public DryRunReport dryRunRollbackTo(long revision, String actor) {
        return dryRunRollback(actor, progress -> targets.revision(revision, progress));
    }

    private DryRunReport dryRunRollback(String actor, Function<TransactionProgress, RequestTarget> target) {
        return dryRun(request(HistoryEntry.Operation.ROLLBACK, actor, Optional.of(ReloadMode.HYBRID), target));
    }

    private DryRunReport dryRun(PendingRequest pending) {
        return dispatcher.refusal().map(DryRunReport::of).orElseGet(() -> dispatcher.dryRun(pending));
    }

    /**
     * Closes as {@link #close(Duration)} does, within 30 seconds. What is not closed by then is a warning in the log.
     *
     * @throws IllegalStateException if it is called from inside host code that the reloader called
     */
    @Override
    public void close() {
        CloseReport report = close(CLOSE_TIME);
        if (!report.isClean()) {
            log.unclean(report);
        }
    }

    /**
     * Takes everything out of service: refuses new requests, waits for a transaction that commits and cancels one that does not
     * yet, stops exclusive participants in reverse, retires everything, and waits until it is closed. Closing again only waits,
     * and reports the same failures, without those of participants that were still stopping and have returned since.
     *
     * @param time how long to wait for a transaction, for participants to stop, each within its deadline, and for users of what
     *     was retired. Participants that stop at once get 200 ms more. What is not done by then continues without the caller, and
     *     the report names it
     * @throws IllegalStateException if it is called from inside host code that the reloader called
     */
    public CloseReport close(Duration time) {
        Durations.nanos(time, "time");
        checkState(!engine.guard().isInside(), "a participant or listener cannot close the reloader that called it");
        return shutdown.close(time);
    }

    /** Configures a {@link Reloader}. <em>Not safe for use by multiple threads.</em> */
    public static final class Builder {

        private static final int HISTORY_SIZE = 20;

        private final HostRuntime runtime;
        private final Map<String, Participant> participants = new LinkedHashMap<>();
        private final Set<ReloadAction> ignored = new LinkedHashSet<>();
        private final Set<ConfigPath> read = new LinkedHashSet<>();
        private RuleTable rules = RuleTable.defaults();
        private Executor listenerExecutor;
        private Executor requestExecutor = Runnable::run;
        private ReloadDeadlines deadlines = ReloadDeadlines.standard();
        private RetirementPolicy retirement = RetirementPolicy.refuse(RetirementPolicy.DEFAULT_MAX_RETIRED);
        private System.Logger logger = System.getLogger(Reloader.class.getName());
        private int historySize = HISTORY_SIZE;
        private @Nullable DrainPolicy drain;
        private @Nullable ReloadMode mode;

        private Builder(HostRuntime runtime) {
            this.runtime = requireNonNull(runtime, "runtime");
            this.listenerExecutor = runtime.executor();
        }

        /** Sets the rules; by default {@link RuleTable#defaults()}. */
        public Builder rules(RuleTable table) {
            this.rules = requireNonNull(table, "table");
            return this;
        }

        /**
         * Adds a participant. They prepare, start and commit in the order in which they are added.
         *
         * @throws IllegalArgumentException if there is one with the same name, or it is of both kinds
         */
        public Builder participant(Participant participant) {
            String name = requireNonNull(participant.name(), "name");
            checkArgument(
                    !(participant instanceof ReloadParticipant && participant instanceof ExclusiveParticipant),
                    "participant [%s] is built beside the old as well as exclusive",
                    name);
            checkArgument(!participants.containsKey(name), "there is a participant [%s] already", name);
            read.addAll(participant.reads());
            participants.put(name, participant);
            return this;
        }

        /**
         * Says that nothing has to be done for this action, so that its paths need no restart though no participant handles it. A host
         * without a heartbeat ignores {@code restart-heartbeat}, for which {@link RuleTable#defaults()} asks with each edit of agents.
         */
        public Builder ignoring(ReloadAction action) {
            ignored.add(requireNonNull(action, "action"));
            return this;
        }

        /**
         * Says that the host reads this section of the document in force each time it needs it, so that a change takes effect without
         * an action. The reloader warns of a changed section that takes effect when it is read and that nothing reads.
         */
        public Builder reading(ConfigPath section) {
            read.add(requireNonNull(section, "section"));
            return this;
        }

        /** Fixes the mode of automatic requests; by default each new document says it in {@code gateway.reload.mode}. */
        public Builder mode(ReloadMode fixed) {
            this.mode = requireNonNull(fixed, "fixed");
            return this;
        }

        /** Sets how long host code may take; by default {@link ReloadDeadlines#standard()}. */
        public Builder deadlines(ReloadDeadlines times) {
            this.deadlines = requireNonNull(times, "times");
            return this;
        }

        /** Sets how many retired generations may be in use; by default reloads are refused while eight are. */
        public Builder retirement(RetirementPolicy policy) {
            this.retirement = requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Sets how long one retired resource may be in use, and what happens then; by default there is no limit. If the
         * runtime has a scheduler the policy acts on time; otherwise when something else is retired or the status is read.
         */
        public Builder drain(DrainPolicy policy) {
            this.drain = requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Sets how many decisions are kept: so many that brought a revision into force, and so many others; by default 20.
         *
         * @throws IllegalArgumentException if it is less than two, since there would be nothing to go back to
         */
        public Builder historySize(int size) {
            checkArgument(size >= 2, "history size [%s] is less than 2", size);
            this.historySize = size;
            return this;
        }

        /** Sets what runs listeners; by default the executor of host code. */
        public Builder listenerExecutor(Executor other) {
            this.listenerExecutor = requireNonNull(other, "other");
            return this;
        }

        /**
         * Sets what runs submitted requests; by default the threads that submit them. It must not share its threads with the
         * executor of host code. If it refuses a request, the submitting thread runs it.
         */
        public Builder requestExecutor(Executor other) {
            this.requestExecutor = requireNonNull(other, "other");
            return this;
        }

        /** Sets where lines are written; by default the system's logger with this class's name. */
        public Builder logger(System.Logger other) {
            this.logger = requireNonNull(other, "other");
            return this;
        }

        /** Returns the reloader, which is not started. */
        public Reloader build() {
            return new Reloader(this);
        }

        private EngineContext engine(CallbackGuard guard, ReloadLog log) {
            KnownSecrets secrets = new KnownSecrets();
            return new EngineContext(
                    new ParticipantRegistry(rules, registered(), ignored, read),
                    new TimedCalls(guard, runtime),
                    guard,
                    deadlines,
                    runtime.ticker(),
                    LeaseFactory.of(runtime),
                    new RetiredGenerations(retirement, drains(), runtime.ticker(), secrets, log),
                    secrets,
                    Optional.ofNullable(mode),
                    log);
        }

        private Optional<RetiredGenerations.Drain> drains() {
            return Optional.ofNullable(drain)
                    .map(policy -> new RetiredGenerations.Drain(policy, runtime.findScheduler()));
        }

        /** Each reloader has states of its own, also if a builder makes several. */
        private List<RegisteredParticipant<?>> registered() {
            return participants.entrySet().stream()
                    .<RegisteredParticipant<?>>map(entry -> RegisteredParticipant.of(entry.getValue(), entry.getKey()))
                    .collect(ImmutableList.toImmutableList());
        }

        private ListenerQueue.Services listeners(CallbackGuard guard, Executor listening, ReloadLog log) {
            return new ListenerQueue.Services(guard, listening, runtime.ticker(), deadlines.listener(), log);
        }
    }
}
