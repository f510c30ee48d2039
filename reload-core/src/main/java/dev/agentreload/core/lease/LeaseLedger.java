// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import com.google.common.collect.EvictingQueue;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Queues;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Keeps a record of every open lease of one factory and finds those that were collected unclosed.
 *
 * <p>The records are kept here and not with the resource: a leaked lease may hold the last reference to a retired resource,
 * and then neither would ever be found. <em>Safe for use by multiple threads.</em>
 */
final class LeaseLedger {

    private static final int KEPT_LEAKS = 64;
    private static final Comparator<LeaseHolder> OLDEST_FIRST =
            Comparator.comparing(LeaseHolder::age).reversed();

    private final Set<LeaseRecord> records = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Lease<?>> collected = new ReferenceQueue<>();
    private final Queue<LeaseLeak> leaks = Queues.synchronizedQueue(EvictingQueue.create(KEPT_LEAKS));

    LeaseRecord open(Leased<?> leased, Lease<?> lease) {
        LeaseRecord record = new LeaseRecord(this, leased, lease, collected);
        records.add(record);
        return record;
    }

    boolean remove(LeaseRecord record) {
        return records.remove(record);
    }

    /** Returns who holds leases of the resource, the oldest first. */
    List<LeaseHolder> holders(Leased<?> leased, long now) {
        return records.stream()
                .filter(record -> record.leased() == leased)
                .map(record -> record.holder(now))
                .sorted(OLDEST_FIRST)
                .collect(ImmutableList.toImmutableList());
    }

    /** Returns who holds leases, by the names of resources; of each the oldest first. */
    Map<String, List<LeaseHolder>> holders(long now) {
        return records.stream()
                .collect(Collectors.groupingBy(
                        record -> record.leased().name(),
                        TreeMap::new,
                        Collectors.collectingAndThen(
                                Collectors.mapping(record -> record.holder(now), Collectors.toList()),
                                holders -> ImmutableList.sortedCopyOf(OLDEST_FIRST, holders))));
    }

    /** Reports the leases that were collected unclosed and subtracts them from the count. */
    void sweep(long now) {
        Reference<? extends Lease<?>> reference = collected.poll();
        while (reference != null) {
            if (reference instanceof LeaseRecord record && record.close() && record.stripe() != UseCount.NONE) {
                leaks.add(new LeaseLeak(record.leased().name(), record.holder(now)));
                record.leased().leaked(record.stripe());
            }
            reference = collected.poll();
        }
    }

    List<LeaseLeak> leaks() {
        return ImmutableList.copyOf(leaks);
    }
}
