package dev.agentreload.core.apply;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A request on its way to be decided. Told apart by identity.
 */
final class Ticket {

    private final String actor;
    private final HistoryEntry.Operation operation;
    private final Optional<ReloadMode> mode;
    private final Supplier<Wanted> wanted;
    private final TransactionScope scope;
    private final CompletableFuture<ReloadResult> result = new CompletableFuture<>();
    private final AtomicBoolean served = new AtomicBoolean();

    /**
     * Creates a ticket.
     *
     * @param mode the mode, or empty for the document's
     * @param wanted finds what is asked for; called when the ticket's turn has come
     */
    Ticket(
            HistoryEntry.Operation operation,
            Optional<ReloadMode> mode,
            Supplier<Wanted> wanted,
            TransactionScope scope) {
        this.actor = scope.actor();
        this.operation = operation;
        this.mode = mode;
        this.wanted = wanted;
        this.scope = scope;
    }

    String actor() {
        return actor;
    }

    HistoryEntry.Operation operation() {
        return operation;
    }

    Optional<ReloadMode> mode() {
        return mode;
    }

    Wanted wanted() {
        return wanted.get();
    }

    TransactionScope scope() {
        return scope;
    }

    CompletableFuture<ReloadResult> result() {
        return result;
    }

    /** Returns true once: an executor that throws may yet run what it was given. */
    boolean serve() {
        return served.compareAndSet(false, true);
    }
}
