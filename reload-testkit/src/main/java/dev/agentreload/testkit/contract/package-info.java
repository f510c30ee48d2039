/**
 * Contract kits: tests of what an interface promises, which hosts run on their own implementations.
 *
 * <p>Each kit is a class of JUnit tests. A host extends it, says how its implementation is made, and has all tests of the kit:
 *
 * <ul>
 *   <li>{@link dev.agentreload.testkit.contract.ConfigSourceContract} and
 *       {@link dev.agentreload.testkit.contract.WatchableSourceContract} for a {@link dev.agentreload.core.source.ConfigSource}
 *   <li>{@link dev.agentreload.testkit.contract.ProviderFactoryContract} for a
 *       {@link dev.agentreload.models.provider.ProviderFactory}
 *   <li>{@link dev.agentreload.testkit.contract.ReloadParticipantContract} for a
 *       {@link dev.agentreload.core.apply.ReloadParticipant}, and
 *       {@link dev.agentreload.testkit.contract.ExclusiveParticipantContract} for an
 *       {@link dev.agentreload.core.apply.ExclusiveParticipant}
 *   <li>{@link dev.agentreload.testkit.contract.SessionStoreContract} for a
 *       {@link dev.agentreload.agents.session.SessionStore}
 * </ul>
 *
 * <p>What an implementation is made of comes from a method of the host's, called once for each test, so that no test sees what
 * another one did. The kits need JUnit Jupiter on the class path, which the rest of the testkit does not.
 */
@NullMarked
package dev.agentreload.testkit.contract;

import org.jspecify.annotations.NullMarked;
