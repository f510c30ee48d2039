// SPDX-License-Identifier: Apache-2.0
/**
 * Leases of a resource: it is closed exactly once, after it was retired and its last user has left.
 *
 * <p>The entry type is {@link dev.agentreload.core.lease.LeaseFactory}. It creates a
 * {@link dev.agentreload.core.lease.Leased}, the owner's side, which publishes itself to users as
 * {@link dev.agentreload.core.lease.LeaseSource}; each use is a {@link dev.agentreload.core.lease.Lease}. Hosts implement
 * {@link dev.agentreload.core.lease.ResourceCloser}, and pass in a {@link dev.agentreload.core.runtime.HostRuntime}.
 *
 * <pre>{@code
 * LeaseFactory leases = LeaseFactory.of(HostRuntime.of(executor));
 * Leased<Client> client = leases.create("client of openai", new Client(), Client::shutdown);
 *
 * try (Lease<Client> lease = client.acquire()) { // a user, on any thread
 *     lease.value().ask(question);
 * }
 * client.retire(); // the owner, after the successor was published
 * }</pre>
 *
 * <table>
 * <caption>The life of a leased resource</caption>
 * <tr><th>{@linkplain dev.agentreload.core.lease.LeasePhase phase}</th><th>gives leases</th><th>goes on when</th></tr>
 * <tr><td>IN_SERVICE</td><td>yes</td><td>the owner retires it</td></tr>
 * <tr><td>DRAINING</td><td>no</td><td>the last lease is closed, or the owner forces it</td></tr>
 * <tr><td>CLOSE_QUEUED</td><td>no</td><td>the host's executor begins the close, or refuses it</td></tr>
 * <tr><td>CLOSE_REFUSED</td><td>no</td><td>the close is offered again: at each retire, status or sweep of the factory</td></tr>
 * <tr><td>CLOSING</td><td>no</td><td>the closer returns or throws</td></tr>
 * <tr><td>CLOSED</td><td>no</td><td></td></tr>
 * </table>
 *
 * <p>What holds under every interleaving:
 *
 * <ul>
 *   <li>A lease is granted or refused as of one instant: once one request was refused, all later ones are.
 *   <li>A resource is not closed while a lease of it is open, unless its owner forced it.
 *   <li>It is closed exactly once, and a closer that throws is not called again.
 *   <li>Closing a lease twice counts once, from whatever threads.
 *   <li>A {@linkplain dev.agentreload.core.lease.Lease#onRetired callback} is run once after the resource was retired, unless
 *       its lease is closed first.
 *   <li>No thread waits for another. Nothing here starts a thread, has a timer, or reads a clock other than the ticker.
 * </ul>
 *
 * <p>A lease that is never closed keeps its resource open for ever. That is what
 * {@link dev.agentreload.core.lease.Leased#enforce} reports, and with
 * {@linkplain dev.agentreload.core.lease.LeaseFactory#withLeakTracking leak tracking} also its holder. A lease that is
 * collected by the garbage collector is then closed for its holder. Taking the value out of a lease and dropping the lease
 * is therefore a defect, not a way to use a resource for longer.
 *
 * <p>This package uses no other than {@code core.runtime}: which resource is leased, and why it is replaced, is its owner's
 * business.
 */
@NullMarked
package dev.agentreload.core.lease;

import org.jspecify.annotations.NullMarked;
