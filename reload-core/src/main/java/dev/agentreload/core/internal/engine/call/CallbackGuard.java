// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.call;

import dev.agentreload.core.source.ConfigSource;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls host code and records which threads are inside it. <em>Safe for use by multiple threads.</em>
 *
 * <p>Inside, the context class loader is that of the host's object, so that what it builds neither depends on the loader of the
 * thread that asked for a reload nor keeps that loader alive. For an object of a class of this library, such as a source made
 * from a function, it is the loader that was set when the guard was created, while the host composed its reloader.
 */
public final class CallbackGuard {

    private final Set<Thread> inside = ConcurrentHashMap.newKeySet();
    private final @Nullable ClassLoader composing = Thread.currentThread().getContextClassLoader();

    /** Returns whether the calling thread is running host code for this reloader. */
    public boolean isInside() {
        return inside.contains(Thread.currentThread());
    }

    public <T> T call(Object host, Callable<T> body) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        boolean outermost = inside.add(thread);
        try {
            set(thread, loaderOf(host));
            return body.call();
        } finally {
            if (outermost) {
                inside.remove(thread);
            }
            set(thread, loader);
        }
    }

    private @Nullable ClassLoader loaderOf(Object host) {
        boolean ours = host.getClass().getPackageName().equals(ConfigSource.class.getPackageName());
        return ours ? composing : host.getClass().getClassLoader();
    }

    /** Some threads of containers refuse another loader. Host code then runs with the one they have. */
    private static void set(Thread thread, @Nullable ClassLoader loader) {
        try {
            thread.setContextClassLoader(loader);
        } catch (SecurityException refused) {
            // The loader is a service to the host, and no reason to fail its reload.
        }
    }
}
