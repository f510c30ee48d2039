// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.participant;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.Leased;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a participant no longer uses. The reloader retires all of it after the transaction, so that each resource is closed
 * once, on the host's executor, after its last user has left; until then {@code ReloadStatus} shows it.
 *
 * <p>To be used only during the call it was handed to. <em>Not safe for use by multiple threads.</em>
 */
public final class RetiredResources {

    private final LeaseFactory factory;
    private final List<Entry> entries = new ArrayList<>();

    private RetiredResources(LeaseFactory factory) {
        this.factory = requireNonNull(factory, "factory");
    }

    /**
     * A resource.
     *
     * @param unleased the resource itself, unless it is leased by the host
     */
    private record Entry(Leased<?> leased, @Nullable AutoCloseable unleased) {

        /** An unleased resource gets a lease of its own each time it is handed over, so its name identifies it. */
        @SuppressWarnings("ReferenceEquality") // a resource is itself, whatever its equals says
        boolean isSameAs(Entry other) {
            if (unleased == null || other.unleased == null) {
                return leased == other.leased;
            }
            return unleased == other.unleased || leased.name().equals(other.leased.name());
        }
    }

    /**
     * Creates an empty collection, for tests of participants.
     *
     * @param factory makes leased resources of those that have no leases
     */
    public static RetiredResources create(LeaseFactory factory) {
        return new RetiredResources(factory);
    }

    /** Adds a resource that is closed when its last lease is. */
    public void add(Leased<?> resource) {
        entries.add(new Entry(requireNonNull(resource, "resource"), null));
    }

    /**
     * Adds a resource that has no leases, to be closed right after the transaction.
     *
     * @param name how reports call it; not secret. Must be unique among the open resources of the participant: after a rollback
     *     that threw, the same resource may be handed over once more, and is recognised by its name
     */
    public void add(String name, AutoCloseable resource) {
        entries.add(new Entry(factory.create(requireNonNull(name, "name"), resource), resource));
    }

    /** Returns what was added, in that order. */
    public List<Leased<?>> resources() {
        return entries.stream().map(Entry::leased).collect(ImmutableList.toImmutableList());
    }

    /** Adds everything that another participant handed over; for the reloader. */
    public void addAll(RetiredResources others) {
        entries.addAll(others.entries);
    }

    /** Adds the resources of the same participant that are not here yet; for the reloader. */
    public void merge(RetiredResources others) {
        for (Entry other : others.entries) {
            if (entries.stream().noneMatch(other::isSameAs)) {
                entries.add(other);
            }
        }
    }

    @Override
    public String toString() {
        return "RetiredResources" + resources();
    }
}
