// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fault;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Tests what a host does when any of its steps goes wrong, as tests for JUnit:
 *
 * <pre>{@code
 * class HostFaultsTest {
 *
 *     static final class Host implements HostUnderTest {
 *
 *         FakeParticipant hooks = new FakeParticipant("none", new ResourceJournal());
 *
 *         public List<Participant> createParticipants(ResourceJournal journal, Executor executor, ManualTime time) {
 *             hooks = new FakeParticipant("hooks", journal, "reload-hooks");
 *             return List.of(hooks);
 *         }
 *
 *         public Object observe() {
 *             return hooks.current();
 *         }
 *     }
 *
 *     @TestFactory
 *     Stream<DynamicTest> faults() {
 *         return ReloadFaults.everyStep(Host::new, "{hooks: {path: '/one'}}", "{hooks: {path: '/two'}}");
 *     }
 * }
 * }</pre>
 *
 * <p>The steps are those that a reload without a fault reaches, and those that undo it. Each of them throws an exception, throws an
 * error, hangs until its deadline has passed, and is done after that. Each time these must hold:
 *
 * <ul>
 *   <li>nothing of the new configuration is visible before the commit;
 *   <li>the result names what failed, and readers see what they saw before. Where the host could not be brought back, the result
 *       must say so;
 *   <li>a good reload afterwards is applied, and readers see what they see without the fault;
 *   <li>in the end everything in the journal is closed, once.
 * </ul>
 *
 * <p>The host's participants run in a real reloader, in time that the tests advance.
 */
public final class ReloadFaults {

    private ReloadFaults() {}

    /**
     * Returns one test for each step of each participant and each way to go wrong.
     *
     * @param hosts makes the host; called for each test, and once to see which steps there are
     * @param before the configuration that is in force
     * @param after the configuration that is reloaded, without a restart. Readers must see another state with it
     * @throws AssertionError if the reload does not work without a fault
     */
    public static Stream<DynamicTest> everyStep(Supplier<? extends HostUnderTest> hosts, String before, String after) {
        requireNonNull(hosts, "hosts");
        FaultTestRun.Edit edit = new FaultTestRun.Edit(before, after);
        Object seen;
        Map<String, Set<FaultPoint>> reached;
        try (FaultTestRun run = new FaultTestRun(hosts, edit)) {
            seen = run.reloadWithoutFault();
            reached = run.reached();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return reached.entrySet().stream()
                .flatMap(participant -> points(participant.getValue())
                        .flatMap(point -> kinds(point)
                                .map(kind -> test(hosts, edit, new Fault(participant.getKey(), point, kind), seen))));
    }

    /** Where something goes wrong, and how. */
    private record Fault(String participant, FaultPoint point, FaultKind kind) {

        @Override
        public String toString() {
            return point + " of [" + participant + "] " + kind;
        }
    }

    private static Stream<FaultPoint> points(Set<FaultPoint> reached) {
        return reached.stream().flatMap(point -> Stream.concat(Stream.of(point), point.undo().stream()));
    }

    private static Stream<FaultKind> kinds(FaultPoint point) {
        return Arrays.stream(FaultKind.values()).filter(kind -> point.hasDeadline() || !kind.needsDeadline());
    }

    private static DynamicTest test(
            Supplier<? extends HostUnderTest> hosts, FaultTestRun.Edit edit, Fault fault, Object after) {
        return DynamicTest.dynamicTest(fault.toString(), () -> {
            try (FaultTestRun run = new FaultTestRun(hosts, edit)) {
                run.reloadWith(fault.participant(), fault.point(), fault.kind(), after);
            }
        });
    }
}
