// SPDX-License-Identifier: Apache-2.0
/**
 * What a host passes to every component: where work runs, and which time it goes by. The entry type is
 * {@link dev.agentreload.core.runtime.HostRuntime}.
 *
 * <pre>{@code
 * HostRuntime runtime = HostRuntime.of(executor, scheduler);
 * LeaseFactory leases = LeaseFactory.of(runtime);
 * Reloader reloader = Reloader.builder(runtime).build();
 * ConfigWatcher watcher = ConfigWatcher.builder(source, runtime, reloader.changeHandler("watcher", reloads)).build();
 * }</pre>
 *
 * <p>No component creates a thread, and none reads the time by itself. {@link dev.agentreload.core.runtime.CallbackFailures} is how
 * components treat what host code throws.
 */
@NullMarked
package dev.agentreload.core.runtime;

import org.jspecify.annotations.NullMarked;
