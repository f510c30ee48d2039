// SPDX-License-Identifier: Apache-2.0
/**
 * Helps hosts to test their own parts: fakes that work and fail as scripted, recorders, time that a test moves, a journal that finds what
 * was left open, and assertions about plans and results. Contract kits are in {@link dev.agentreload.testkit.contract}, generators of
 * configurations in {@link dev.agentreload.testkit.generators}.
 *
 * <p>The kit wraps the real parts and never reimplements them: a test composes a real {@link dev.agentreload.core.apply.Reloader}, registry
 * or catalog of these.
 *
 * <table>
 * <caption>What stands in for what</caption>
 * <tr><th>a host's</th><th>in a test</th></tr>
 * <tr><td>clock, executor, scheduler</td><td>{@link dev.agentreload.testkit.fake.ManualTime},
 *     {@link dev.agentreload.testkit.fake.ManualExecutor} or {@code Runnable::run},
 *     {@link dev.agentreload.testkit.fake.ManualScheduler}</td></tr>
 * <tr><td>configuration file</td><td>{@link dev.agentreload.testkit.fake.FakeConfigSource}; environment values come from an
 *     {@link dev.agentreload.core.source.EnvironmentResolver} of a map</td></tr>
 * <tr><td>part that is built beside the old</td><td>{@link dev.agentreload.testkit.fake.FakeParticipant}</td></tr>
 * <tr><td>part of which one form can run</td><td>{@link dev.agentreload.testkit.fake.FakeExclusiveParticipant}</td></tr>
 * <tr><td>agents</td><td>{@link dev.agentreload.testkit.fake.FakeAgentFactory}</td></tr>
 * <tr><td>providers that are asked for models</td><td>{@link dev.agentreload.testkit.fake.FakeModelSource}</td></tr>
 * <tr><td>live providers</td><td>{@link dev.agentreload.testkit.fake.FakeProviderFactory}, {@link dev.agentreload.testkit.fake.FakeProvider}</td></tr>
 * <tr><td>servers that are asked over HTTP</td><td>{@link dev.agentreload.testkit.server.StubModelServer}</td></tr>
 * <tr><td>session store</td><td>{@link dev.agentreload.testkit.fake.FakeSessionStore}</td></tr>
 * <tr><td>listener, handler of changes</td><td>{@link dev.agentreload.testkit.fake.RecordingListener},
 *     {@link dev.agentreload.testkit.fake.RecordingChangeHandler}</td></tr>
 * <tr><td>authorizer, reload commands</td><td>a lambda; {@link dev.agentreload.agents.command.ReloadCommands#of} over a reloader of
 *     these</td></tr>
 * </table>
 *
 * <p>{@link dev.agentreload.testkit.ReloadRunner} runs a test over a reloader in one expression.
 * {@link dev.agentreload.testkit.fault.ReloadFaults} tests a host with every step going wrong.
 *
 * <p>A whole test of a host, with JUnit:
 *
 * <pre>{@code
 * class HooksReloadTest {
 *
 *     @RegisterExtension
 *     final LeakCheck leaks = new LeakCheck(); // fails a test that leaves something open
 *
 *     final ManualTime time = new ManualTime();
 *     final FakeConfigSource source = FakeConfigSource.of("config.json", "{hooks: {path: '/one'}}");
 *     final FakeParticipant hooks = new FakeParticipant("hooks", leaks.journal(), "reload-hooks");
 *     final Reloader reloader = Reloader.builder(time.runtime(Runnable::run)).participant(hooks).build();
 *
 *     @BeforeEach
 *     void start() {
 *         assertThat(reloader.start(source)).isApplied().hasRevision(1);
 *     }
 *
 *     @AfterEach
 *     void close() {
 *         reloader.close(Duration.ofSeconds(1));
 *     }
 *
 *     ReloadResult reload(String text) {
 *         source.write(text);
 *         return reloader.reload(ReloadRequest.manual(source, "ada"), Duration.ofSeconds(1));
 *     }
 *
 *     @Test
 *     void hooks_thatCannotBeBuilt_leaveTheOldInForce() {
 *         hooks.script().next(FakeParticipant.Step.PREPARE).fail(new IOException("no route to host"));
 *
 *         assertThat(reload("{hooks: {path: '/two'}}"))
 *                 .isRolledBackBy("hooks")
 *                 .cause().hasMessage("no route to host");
 *
 *         assertThat(reload("{hooks: {path: '/one'}}")).isUnchanged().hasRevision(1);
 *         assertThat(reload("{hooks: {path: '/two'}}")).isApplied().plan().hasActions("reload-hooks");
 *     }
 *
 *     @Test
 *     void port_thatChanges_needsARestart() {
 *         assertThat(reload("{hooks: {path: '/one'}, gateway: {port: 1}}")).requiresRestartFor("gateway");
 *     }
 * }
 * }</pre>
 *
 * <p>JUnit is needed for the contract kits, for {@link dev.agentreload.testkit.fault.ReloadFaults} and for the extensions
 * {@link dev.agentreload.testkit.LeakCheck}, {@link dev.agentreload.testkit.ReloadExtension} and
 * {@link dev.agentreload.testkit.server.StubModelServerExtension}; jqwik for the generators.
 */
@NullMarked
package dev.agentreload.testkit;

import org.jspecify.annotations.NullMarked;
