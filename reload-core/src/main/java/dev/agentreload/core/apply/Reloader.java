package dev.agentreload.core.apply;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import dev.agentreload.core.lease.DrainPolicy;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.source.ChangeHandler;
import dev.agentreload.core.source.ConfigSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes configurations into effect, one at a time, each as a whole or not at all. The package comment has the order of a
 * transaction.
 *
 * <p>No method throws for what a document, a source or a participant does: that is a {@link ReloadResult}. Only a
 * {@link VirtualMachineError} other than {@link StackOverflowError} is rethrown, after everything was cleaned up and the result
 * was published.
 *
 * <p><em>Safe for use by multiple threads.</em> A transaction runs on the thread that asks for it, and what host code may hang in
 * runs on the host's executor. So requests must not come from threads of that executor: they would wait for a place that they
 * take up themselves, until the deadline. A request from inside host code that the reloader called is refused at once. The
 * newest automatic request that came meanwhile is carried out before the thread returns, unless the host gave requests an
 * executor of their own.
 */
public final class Reloader {

    private final Journal journal;
    private final Capabilities capabilities;
    private final WantedReader wanted;
    private final Dispatcher dispatcher;
    private final ReloadRun.Equipment equipment;
    private final Shutdown shutdown;
    private final ReloadView view;
    private final LongSupplier ticker;

    private Reloader(Builder builder) {
        this.ticker = builder.ticker;
        this.journal = new Journal(builder.historySize);
        this.capabilities = new Capabilities(builder.rules, builder.participants, builder.ignored);
        HostCode hostCode = new HostCode();
        ReloadLog log = new ReloadLog(builder.logger);
        this.equipment = new ReloadRun.Equipment(
                capabilities,
                builder.workshop(hostCode, log),
                new RetiredGenerations(builder.retirement, Optional.ofNullable(builder.drain), ticker, log),
                Optional.ofNullable(builder.mode));
        this.wanted = new WantedReader(journal, capabilities, hostCode);
        this.shutdown = new Shutdown(journal, equipment);
        this.dispatcher = new Dispatcher(
                journal,
                equipment,
                new Dispatcher.Clockwork(builder.requestExecutor, builder.clock),
                shutdown::transactionEnded);
        // The first of those who are told, so that lines are in the order of decisions too.
        journal.add(new Delivery("log", log::decided, builder.deliveries(hostCode, Runnable::run, log)));
        this.view = new ReloadView(
                journal, equipment, dispatcher, builder.deliveries(hostCode, builder.listenerExecutor, log));
    }

    /**
     * Returns a builder of a reloader without participants, with {@link RuleTable#defaults()}.
     *
     * @param executor runs host code that may hang. One that runs what it gets on the calling thread is possible; deadlines are
     *     then reported in history, and not enforced
     * @param ticker tells nanoseconds that never go back, such as {@code System::nanoTime}; all waits go by it
     * @param clock stamps decisions, and serves nothing else
     */
    public static Builder builder(Executor executor, LongSupplier ticker, InstantSource clock) {
        return new Builder(executor, ticker, clock);
    }

    /** Returns the side of this reloader that can see everything and change nothing. */
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
        TransactionScope scope = new TransactionScope("start", ticker);
        Ticket ticket =
                new Ticket(HistoryEntry.Operation.START, Optional.empty(), () -> wanted.source(source, scope), scope);
        return dispatcher.refusal().filter(result -> !isNew(result)).orElseGet(() -> dispatcher.start(ticket));
    }

    private static boolean isNew(ReloadResult result) {
        return result instanceof ReloadResult.NotStarted refused && refused.state() == ReloaderState.NEW;
    }

    /**
     * Has a request decided. With the slot free that happens on the calling thread, or on the host's executor for requests.
     * Otherwise an automatic request waits for its turn, and the one that waited before is superseded; an explicit one is
     * refused.
     *
     * @return completes with the decision, never exceptionally
     */
    public CompletionStage<ReloadResult> submit(ReloadRequest request) {
        return submitted(request).minimalCompletionStage();
    }

    /**
     * Has a request decided as {@link #submit} does, and waits for the decision. Whoever's own thread carries the request out
     * waits for it to end, which the deadlines of its phases see to.
     *
     * @param wait how long to wait for other transactions; then the answer is {@link ReloadResult.StillRunning}
     */
    public ReloadResult reload(ReloadRequest request, Duration wait) {
        return Dispatcher.await(submitted(request), wait, ticker);
    }

    /**
     * Returns the handler for a {@link dev.agentreload.core.source.ConfigWatcher} that submits each change as an automatic request.
     * What did not fail for its content is to be tried again.
     *
     * @param actor how history and logs call the watcher; not secret
     */
    public ChangeHandler changeHandler(String actor) {
        requireNonNull(actor, "actor");
        return change -> submit(ReloadRequest.automatic(change.source(), actor)).thenApply(WatchAnswer::of);
    }

    private CompletableFuture<ReloadResult> submitted(ReloadRequest request) {
        Optional<ReloadResult> refusal = dispatcher.refusal();
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(refusal.get());
        }
        Ticket ticket = ticket(request);
        if (request.trigger() == ReloadRequest.Trigger.AUTOMATIC) {
            dispatcher.submit(ticket);
        } else {
            dispatcher.submitOrRefuse(ticket);
        }
        return ticket.result();
    }

    private Ticket ticket(ReloadRequest request) {
        TransactionScope scope = new TransactionScope(request.actor(), ticker);
        return new Ticket(
                HistoryEntry.Operation.RELOAD, modeOf(request), () -> wanted.source(request.source(), scope), scope);
    }

    /** Automatic requests run in the mode of the document or of the host. */
    private static Optional<ReloadMode> modeOf(ReloadRequest request) {
        return request.mode().isPresent() || request.trigger() == ReloadRequest.Trigger.AUTOMATIC
                ? request.mode()
                : Optional.of(ReloadMode.HYBRID);
    }

    /** Carries out a plan as {@link ReloadMode#HYBRID}, on the calling thread, if its base is still in force. */
    public ReloadResult apply(ReloadPlan plan, String actor) {
        return apply(plan, actor, ReloadMode.HYBRID);
    }

    /**
     * Carries out a plan on the calling thread, if its base is still in force and it was made with the same rules; else the
     * result is {@link ReloadResult.Stale} and says what has changed in between.
     */
    public ReloadResult apply(ReloadPlan plan, String actor, ReloadMode mode) {
        requireNonNull(plan, "plan");
        TransactionScope scope = new TransactionScope(actor, ticker);
        return explicit(new Ticket(HistoryEntry.Operation.APPLY, Optional.of(mode), () -> wanted.plan(plan), scope));
    }

    /** Goes back, as {@link ReloadMode#HYBRID}, to the document that was in force before the current one. */
    public ReloadResult rollback(String actor) {
        return rollback(actor, ReloadMode.HYBRID);
    }

    /**
     * Goes back, on the calling thread, to the document that was in force before the current one; done twice, that returns. It is
     * a reload like any other, and its placeholders have the values of today. No file is written.
     */
    public ReloadResult rollback(String actor, ReloadMode mode) {
        TransactionScope scope = new TransactionScope(actor, ticker);
        return explicit(
                new Ticket(HistoryEntry.Operation.ROLLBACK, Optional.of(mode), () -> wanted.previous(scope), scope));
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
        TransactionScope scope = new TransactionScope(actor, ticker);
        return explicit(new Ticket(
                HistoryEntry.Operation.ROLLBACK, Optional.of(mode), () -> wanted.revision(revision, scope), scope));
    }

    private ReloadResult explicit(Ticket ticket) {
        return dispatcher.refusal().orElseGet(() -> dispatcher.now(ticket));
    }

    /**
     * Does of a reload what leaves no trace, on the calling thread: validates all participants, and prepares, verifies and
     * discards those that build beside the old. It is no decision: neither history nor listeners learn of it.
     */
    public DryRunReport dryRun(ReloadRequest request) {
        Ticket ticket = ticket(request);
        return dispatcher.refusal().map(DryRunReport::refused).orElseGet(() -> dispatcher.tryOut(ticket));
    }

    /**
     * Takes everything out of service: refuses new requests, lets a transaction that commits finish and gives up one that does
     * not yet, stops exclusive participants in reverse, retires everything, and waits until it is closed. Closing again does
     * nothing but wait.
     *
     * @param time how long to wait for a transaction and for users of what was retired; the report says what is not done by then.
     *     To stop, exclusive participants have their own deadline each
     * @throws IllegalStateException if it is called from inside host code that the reloader called
     */
    public CloseReport close(Duration time) {
        checkState(
                !equipment.workshop().hostCode().isInside(),
                "a participant or listener cannot close the reloader that called it");
        return shutdown.close(time, dispatcher);
    }

    /** Configures a {@link Reloader}. <em>Not safe for use by multiple threads.</em> */
    public static final class Builder {

        private static final int HISTORY_SIZE = 20;

        private final Executor executor;
        private final LongSupplier ticker;
        private final InstantSource clock;
        private final List<Participant> participants = new ArrayList<>();
        private final Set<ReloadAction> ignored = new LinkedHashSet<>();
        private RuleTable rules = RuleTable.defaults();
        private Executor listenerExecutor;
        private Executor requestExecutor = Runnable::run;
        private ReloadDeadlines deadlines = ReloadDeadlines.standard();
        private RetirementPolicy retirement = RetirementPolicy.refuse(RetirementPolicy.DEFAULT_MAX_RETIRED);
        private System.Logger logger = System.getLogger(Reloader.class.getName());
        private int historySize = HISTORY_SIZE;
        private @Nullable DrainPolicy drain;
        private @Nullable ReloadMode mode;

        private Builder(Executor executor, LongSupplier ticker, InstantSource clock) {
            this.executor = requireNonNull(executor, "executor");
            this.ticker = requireNonNull(ticker, "ticker");
            this.clock = requireNonNull(clock, "clock");
            this.listenerExecutor = executor;
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
            String name = participant.name();
            checkArgument(
                    !(participant instanceof ReloadParticipant && participant instanceof ExclusiveParticipant),
                    "participant [%s] is built beside the old as well as exclusive",
                    name);
            checkArgument(
                    participants.stream().noneMatch(other -> other.name().equals(name)),
                    "there is a participant [%s] already",
                    name);
            participants.add(participant);
            return this;
        }

        /** Says that nothing has to be done for this action, so that its paths need no restart though nobody handles it. */
        public Builder ignoring(ReloadAction action) {
            ignored.add(requireNonNull(action, "action"));
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

        /** Sets how long one retired resource may be in use, and what happens then; by default it may for ever. */
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

        private Workshop workshop(HostCode hostCode, ReloadLog log) {
            return new Workshop(
                    new HostCalls(hostCode, executor, ticker),
                    hostCode,
                    deadlines,
                    ticker,
                    LeaseFactory.of(executor, ticker),
                    new Unsettled(),
                    log);
        }

        private Delivery.DeliveryTools deliveries(HostCode hostCode, Executor teller, ReloadLog log) {
            return new Delivery.DeliveryTools(hostCode, teller, ticker, deadlines.listener(), log);
        }
    }
}
