// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs two pieces of work at once, on threads that end with it. */
final class TwoThreads {

    private static final long PATIENCE_SECONDS = 30;

    private TwoThreads() {}

    /**
     * Runs both, and returns when both are done.
     *
     * @throws Exception if one of them failed, or takes too long
     */
    static void run(Callable<?> first, Callable<?> second) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> running =
                    List.of(threads.submit(starting(start, first)), threads.submit(starting(start, second)));
            for (Future<?> one : running) {
                one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<?> starting(CyclicBarrier start, Callable<?> work) {
        return () -> {
            start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return work.call();
        };
    }
}
