// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.Leased;
import dev.agentreload.core.runtime.HostRuntime;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs two threads to use the same resource at once, held by a lease, a read lock, a shared counter, and by nothing
 * at all. {@code -t 1} shows the same without company.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Threads(2)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LeaseBenchmark {

    private final Leased<String> leased =
            LeaseFactory.of(HostRuntime.of(Runnable::run)).create("text", "in use", text -> {});

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final AtomicLong users = new AtomicLong();
    private volatile String text = "in use";

    /** Ours. */
    @Benchmark
    public String lease() {
        try (Lease<String> lease = leased.acquire()) {
            return lease.value();
        }
    }

    /** The peer: the resource is not retired while the lock is held. */
    @Benchmark
    public String readLock() {
        lock.readLock().lock();
        try {
            return text;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** A peer: one counter of users, without any answer to the question who closes the resource. */
    @Benchmark
    public String sharedCounter() {
        users.incrementAndGet();
        try {
            return text;
        } finally {
            users.decrementAndGet();
        }
    }

    /** The floor: reading a snapshot that needs no close. */
    @Benchmark
    public String volatileRead() {
        return text;
    }
}
