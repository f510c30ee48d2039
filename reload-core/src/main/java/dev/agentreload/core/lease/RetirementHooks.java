// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import dev.agentreload.core.runtime.CallbackFailures;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of all leases of one resource. <em>Safe for use by multiple threads.</em>
 *
 * <p>A hook lives as long as its lease does: were it kept here, a callback that knows its lease would keep that from being found
 * leaked.
 */
final class RetirementHooks {

    private final Set<WeakReference<RetirementHook>> hooks = ConcurrentHashMap.newKeySet();

    /** Adds a hook. The caller then checks whether the resource is retired. */
    void add(RetirementHook hook) {
        hooks.add(hook.reference());
    }

    void remove(RetirementHook hook) {
        hook.cancel();
        hooks.remove(hook.reference());
    }

    /** Offers all hooks; called after the resource was marked as retired. */
    void offerAll() {
        CallbackFailures.forEach(hooks, reference -> offer(reference.get()));
    }

    private static void offer(@Nullable RetirementHook hook) {
        if (hook != null) {
            hook.offer();
        }
    }
}
