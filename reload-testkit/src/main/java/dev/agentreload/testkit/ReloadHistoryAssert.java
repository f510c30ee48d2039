package dev.agentreload.testkit;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadResult;
import java.util.List;
import org.assertj.core.api.AbstractListAssert;

/** Assertions about the decisions of a reloader, the oldest first; those about lists can be used too. */
public final class ReloadHistoryAssert
        extends AbstractListAssert<ReloadHistoryAssert, List<HistoryEntry>, HistoryEntry, HistoryEntryAssert> {

    ReloadHistoryAssert(List<HistoryEntry> actual) {
        super(actual, ReloadHistoryAssert.class);
    }

    /** Verifies that exactly this became of the requests, in their order. */
    public ReloadHistoryAssert hasResults(ReloadResult.Kind... kinds) {
        isNotNull();
        List<ReloadResult.Kind> found =
                actual.stream().map(entry -> entry.result().kind()).toList();
        if (!found.equals(List.of(kinds))) {
            throw failure("%nExpecting the results %s, but they are:%n%n%s", List.of(kinds), actual);
        }
        return this;
    }

    @Override
    protected HistoryEntryAssert toAssert(HistoryEntry entry, String description) {
        return new HistoryEntryAssert(entry).as(description);
    }

    @Override
    protected ReloadHistoryAssert newAbstractIterableAssert(Iterable<? extends HistoryEntry> entries) {
        return new ReloadHistoryAssert(ImmutableList.copyOf(entries));
    }
}
