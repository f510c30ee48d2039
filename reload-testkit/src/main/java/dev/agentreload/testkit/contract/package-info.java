// SPDX-License-Identifier: Apache-2.0
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
 *       {@link dev.agentreload.core.participant.ReloadParticipant}, and
 *       {@link dev.agentreload.testkit.contract.ExclusiveParticipantContract} for an
 *       {@link dev.agentreload.core.participant.ExclusiveParticipant}
 *   <li>{@link dev.agentreload.testkit.contract.SessionStoreContract} for a
 *       {@link dev.agentreload.agents.session.SessionStore}
 *   <li>{@link dev.agentreload.testkit.contract.AgentFactoryContract} for an {@link dev.agentreload.agents.AgentFactory}
 *   <li>{@link dev.agentreload.testkit.contract.ModelSourceContract} for a {@link dev.agentreload.models.ModelSource}
 *   <li>{@link dev.agentreload.testkit.contract.PlaceholderResolverContract} for a
 *       {@link dev.agentreload.core.config.PlaceholderResolver}
 *   <li>{@link dev.agentreload.testkit.contract.DocumentFormatContract} for a {@link dev.agentreload.core.source.DocumentFormat}
 *   <li>{@link dev.agentreload.testkit.contract.ChatCommandContract} for a
 *       {@link dev.agentreload.agents.command.ChatCommand}, and
 *       {@link dev.agentreload.testkit.contract.AuthorizerContract} for an {@link dev.agentreload.agents.command.Authorizer}
 *   <li>{@link dev.agentreload.testkit.contract.ReloadListenerContract} for a {@link dev.agentreload.core.apply.ReloadListener}
 * </ul>
 *
 * <pre>{@code
 * class OwnersTest extends AuthorizerContract {
 *
 *     protected Authorizer createAuthorizer() {
 *         return (caller, command) -> caller.equals(allowed());
 *     }
 *
 *     protected CommandCaller allowed() {
 *         return new CommandCaller("telegram", "default", "ada");
 *     }
 *
 *     protected CommandCaller stranger() {
 *         return new CommandCaller("telegram", "default", "eve");
 *     }
 * }
 * }</pre>
 *
 * <p>What a kit opened it closes after each test, also if a test failed.
 *
 * <p>What an implementation is made of comes from a method of the host's, called once for each test, so that no test sees what
 * another one did. The kits need JUnit Jupiter on the class path, which the rest of the testkit does not.
 */
@NullMarked
package dev.agentreload.testkit.contract;

import org.jspecify.annotations.NullMarked;
