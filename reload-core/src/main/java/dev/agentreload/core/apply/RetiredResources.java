package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.Leased;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes what a part no longer uses. The reloader retires all of it after the transaction, so that each resource is closed once,
 * on the host's executor, after its last user has left; until then {@link ReloadStatus} shows it.
 *
 * <p>To be used only during the call it was handed to. <em>Not safe for use by multiple threads.</em>
 */
public final class RetiredResources {

    private final LeaseFactory factory;
    private final List<Leased<?>> resources = new ArrayList<>();

    private RetiredResources(LeaseFactory factory) {
        this.factory = requireNonNull(factory, "factory");
    }

    /**
     * Creates an empty collection, for tests of participants.
     *
     * @param factory makes leased resources of those that nobody leases
     */
    public static RetiredResources create(LeaseFactory factory) {
        return new RetiredResources(factory);
    }

    /** Adds a resource that is closed when its last lease is. */
    public void add(Leased<?> resource) {
        resources.add(requireNonNull(resource, "resource"));
    }

    /**
     * Adds a resource that nobody leases, to be closed right after the transaction.
     *
     * @param name how reports call it; not secret
     */
    public void add(String name, AutoCloseable resource) {
        add(factory.create(name, resource));
    }

    /** Returns what was added, in that order. */
    public List<Leased<?>> resources() {
        return ImmutableList.copyOf(resources);
    }

    void addAll(RetiredResources others) {
        resources.addAll(others.resources);
    }

    @Override
    public String toString() {
        return "RetiredResources" + resources;
    }
}
