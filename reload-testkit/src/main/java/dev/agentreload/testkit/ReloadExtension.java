// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;

import dev.agentreload.testkit.fake.ManualTime;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands {@link ManualTime} and {@link ResourceJournal} to JUnit tests as parameters, and fails a test that left something open in its
 * journal, or a thread running:
 *
 * <pre>{@code
 * @ExtendWith(ReloadExtension.class)
 * class HooksInjectedTest {
 *
 *     @Test
 *     void hooks_changed_areReloaded(ManualTime time, ResourceJournal journal) {
 *         ReloadRunner.of("{hooks: 1}")
 *                 .time(time)
 *                 .journal(journal)
 *                 .participant(new FakeParticipant("hooks", journal, "reload-hooks"))
 *                 .run(reload -> assertThat(reload.to("{hooks: 2}")).isApplied());
 *     }
 * }
 * }</pre>
 *
 * <p>All methods of one test, {@code @BeforeEach} and {@code @AfterEach} too, get the same time and the same journal. What is open is
 * looked at after the {@code @AfterEach} methods, and only if the test has passed. Tests that run at the same time in one process
 * cannot distinguish their threads; they use {@link LeakCheck}.
 */
public final class ReloadExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(ReloadExtension.class);
    private static final Set<Class<?>> PARAMETERS = Set.of(ManualTime.class, ResourceJournal.class);

    /** Creates the extension, as JUnit does. */
    public ReloadExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return PARAMETERS.contains(parameter.getParameter().getType())
                && context.getTestMethod().isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return store(context)
                .getOrComputeIfAbsent(
                        parameter.getParameter().getType(),
                        type -> type.equals(ManualTime.class) ? new ManualTime() : new ResourceJournal());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        store(context).put(ThreadCheck.class, ThreadCheck.start());
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        if (context.getExecutionException().isPresent()) {
            return;
        }
        Optional.ofNullable(store(context).get(ResourceJournal.class, ResourceJournal.class))
                .ifPresent(journal -> assertThat(journal).hasNoLeaks());
        store(context).get(ThreadCheck.class, ThreadCheck.class).verifyAllEnded();
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }
}
