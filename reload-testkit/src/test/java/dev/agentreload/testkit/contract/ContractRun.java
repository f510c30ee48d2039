package dev.agentreload.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs a contract kit on an implementation, and tells which of its tests failed and why. */
record ContractRun(Set<String> tests, Map<String, Throwable> failures) {

    static ContractRun of(Class<?> host) {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(host))
                .execute();
        assertThat(results.containerEvents().failed().list()).isEmpty();
        assertThat(results.testEvents().skipped().list()).isEmpty();
        Map<String, Throwable> failures = new TreeMap<>();
        results.testEvents().failed().list().forEach(event -> failures.put(method(event), cause(event)));
        Set<String> tests = results.testEvents().finished().stream()
                .map(ContractRun::method)
                .collect(Collectors.toCollection(TreeSet::new));
        return new ContractRun(tests, failures);
    }

    /**
     * Returns tests that each broken host fails in the tests named beside it and in no other, and one that every test of the
     * kit is failed by some host.
     */
    static Stream<DynamicTest> redTests(Class<?> kit, Map<Class<?>, List<String>> brokenHosts) {
        Stream<DynamicTest> each = brokenHosts.entrySet().stream()
                .map(broken -> DynamicTest.dynamicTest(
                        broken.getKey().getSimpleName(),
                        () -> assertThat(of(broken.getKey()).failures()).containsOnlyKeys(broken.getValue())));
        DynamicTest all = DynamicTest.dynamicTest(
                "every test of the kit can fail",
                () -> assertThat(of(brokenHosts.keySet().iterator().next()).tests())
                        .as(kit.getSimpleName())
                        .containsExactlyInAnyOrderElementsOf(brokenHosts.values().stream()
                                .flatMap(List::stream)
                                .collect(Collectors.toSet())));
        return Stream.concat(each, Stream.of(all));
    }

    private static String method(Event event) {
        TestSource source = event.getTestDescriptor().getSource().orElseThrow();
        return ((MethodSource) source).getMethodName();
    }

    private static Throwable cause(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }
}
