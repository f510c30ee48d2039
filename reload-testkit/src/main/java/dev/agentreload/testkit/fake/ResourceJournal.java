// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.testkit.assertions.ReloadAssertions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what is created and closed, in the order in which it happens, and knows what is still open.
 * {@link ReloadAssertions#assertThat(ResourceJournal)} turns what was left open, or closed twice, into a failure.
 *
 * <p>Resources are compared by identity. Each is labelled by its name and a number, such as {@code coder#2} for the
 * second one of that name, so that a journal says which of two was closed.
 *
 * <p>The fakes write it; a host's own test doubles can write the same one. <em>Safe for use by multiple threads.</em>
 */
public final class ResourceJournal {

    /** Guards all fields; no foreign code runs under it. */
    private final Object lock = new Object();

    private final List<String> entries = new ArrayList<>();
    private final List<Tracked> resources = new ArrayList<>();
    private final IdentityHashMap<Object, Tracked> byIdentity = new IdentityHashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    private final LeaseFactory leases =
            LeaseFactory.of(HostRuntime.of(Runnable::run).withTicker(() -> 0)).withLeakTracking();

    /** Creates a journal in which nothing happened yet. */
    public ResourceJournal() {}

    private static final class Tracked {
        final String label;
        int closes;

        Tracked(String label) {
            this.label = label;
        }
    }

    /**
     * Writes {@code create} and the label of a resource that must be closed from now on.
     *
     * @return the label
     * @throws IllegalArgumentException if the resource is in this journal already
     */
    public String created(String name, Object resource) {
        requireNonNull(name, "name");
        requireNonNull(resource, "resource");
        synchronized (lock) {
            @Nullable Tracked known = byIdentity.get(resource);
            if (known != null) {
                throw new IllegalArgumentException("[" + known.label + "] was created before");
            }
            Tracked tracked = new Tracked(name + "#" + numbers.merge(name, 1, Integer::sum));
            byIdentity.put(resource, tracked);
            resources.add(tracked);
            entries.add("create " + tracked.label);
            return tracked.label;
        }
    }

    /** Writes an entry of the caller's own, such as a step that is done: {@code prepare hooks}. */
    public void noted(String entry) {
        requireNonNull(entry, "entry");
        synchronized (lock) {
            entries.add(entry);
        }
    }

    /**
     * Writes {@code probe} and the label of a resource.
     *
     * @throws IllegalArgumentException if the resource was not created according to this journal
     */
    public void probed(Object resource) {
        requireNonNull(resource, "resource");
        synchronized (lock) {
            @Nullable Tracked tracked = byIdentity.get(resource);
            if (tracked != null) {
                entries.add("probe " + tracked.label);
                return;
            }
        }
        throw unknown(resource);
    }

    /** Writes {@code fail} and the name of a resource that should have been created and was not. */
    public void failed(String name) {
        requireNonNull(name, "name");
        synchronized (lock) {
            entries.add("fail " + name);
        }
    }

    /**
     * Writes {@code close} and the label of a resource, also if it was closed before.
     *
     * @throws IllegalArgumentException if the resource was not created according to this journal
     */
    public void closed(Object resource) {
        requireNonNull(resource, "resource");
        if (!close(resource)) {
            throw unknown(resource);
        }
    }

    /** To be made outside the lock, since it asks a foreign object for its text. */
    private static IllegalArgumentException unknown(Object resource) {
        return new IllegalArgumentException("[" + resource + "] is not in this journal");
    }

    private boolean close(Object resource) {
        synchronized (lock) {
            @Nullable Tracked tracked = byIdentity.get(resource);
            if (tracked == null) {
                return false;
            }
            tracked.closes++;
            entries.add("close " + tracked.label);
            return true;
        }
    }

    /** Returns what happened, the first first, since the beginning or since the entries were last drained. */
    public List<String> entries() {
        synchronized (lock) {
            return ImmutableList.copyOf(entries);
        }
    }

    /** Returns the entries and begins a new list. What is open stays known as open. */
    public List<String> drainEntries() {
        synchronized (lock) {
            List<String> taken = ImmutableList.copyOf(entries);
            entries.clear();
            return taken;
        }
    }

    /** Returns the labels of what was created and not closed, in the order of creation. */
    public List<String> open() {
        synchronized (lock) {
            return resources.stream()
                    .filter(tracked -> tracked.closes == 0)
                    .map(tracked -> tracked.label)
                    .collect(ImmutableList.toImmutableList());
        }
    }

    /**
     * Returns the factory for leases of what is in this journal. It knows who holds a lease, so that a lease that is never closed is a leak with a
     * name; and it closes what is retired on the thread that retires it, or that closes the last lease.
     */
    public LeaseFactory leases() {
        return leases;
    }

    /** Returns the labels of what was closed more than once, in the order of creation. */
    public List<String> closedAgain() {
        synchronized (lock) {
            return resources.stream()
                    .filter(tracked -> tracked.closes > 1)
                    .map(tracked -> tracked.label)
                    .collect(ImmutableList.toImmutableList());
        }
    }

    /** Returns how much there is in it. */
    @Override
    public String toString() {
        synchronized (lock) {
            return "ResourceJournal[" + resources.size() + " resources, " + entries.size() + " entries]";
        }
    }
}
