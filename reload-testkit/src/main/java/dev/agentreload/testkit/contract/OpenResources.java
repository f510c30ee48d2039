// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.core.lease.ResourceCloser;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a test has made and must close, however the test ends. <em>Safe for use by multiple threads.</em>
 *
 * @param <T> the type of the resources
 */
final class OpenResources<T> {

    private final Queue<T> open = new ConcurrentLinkedQueue<>();

    T add(T resource) {
        open.add(resource);
        return resource;
    }

    @SuppressWarnings("ReferenceEquality") // a resource is itself, whatever its equals says
    void remove(T resource) {
        open.removeIf(candidate -> candidate == resource);
    }

    Queue<T> open() {
        return open;
    }

    /** Closes all of them, also after a close that failed; the first failure comes out. */
    void closeAll(ResourceCloser<T> closer) throws Exception {
        @Nullable Exception first = null;
        for (T resource = open.poll(); resource != null; resource = open.poll()) {
            try {
                closer.close(resource);
            } catch (Exception e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
