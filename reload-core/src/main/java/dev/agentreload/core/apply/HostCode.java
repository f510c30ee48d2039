package dev.agentreload.core.apply;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs host code and knows which threads are inside it. <em>Safe for use by multiple threads.</em>
 *
 * <p>Inside, the context class loader is that of the host's object: what it builds must not depend on, nor keep alive, the loader
 * of whoever happened to ask for a reload.
 */
final class HostCode {

    private final Set<Thread> inside = ConcurrentHashMap.newKeySet();

    /** Returns whether the calling thread is running host code for this reloader. */
    boolean isInside() {
        return inside.contains(Thread.currentThread());
    }

    <T> T call(Object host, Callable<T> body) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        boolean outermost = inside.add(thread);
        thread.setContextClassLoader(host.getClass().getClassLoader());
        try {
            return body.call();
        } finally {
            thread.setContextClassLoader(loader);
            if (outermost) {
                inside.remove(thread);
            }
        }
    }
}
