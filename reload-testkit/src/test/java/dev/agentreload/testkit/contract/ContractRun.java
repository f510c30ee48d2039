// SPDX-License-Identifier: Apache-2.0
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
import org.junit.jupiter.api.Test;
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

    /** Returns tests that each broken host fails in the tests named beside it, and in no other. */
    static Stream<DynamicTest> redTests(Map<Class<?>, List<String>> brokenHosts) {
        return brokenHosts.entrySet().stream()
                .map(broken -> DynamicTest.dynamicTest(
                        broken.getKey().getSimpleName(),
                        () -> assertThat(of(broken.getKey()).failures()).containsOnlyKeys(broken.getValue())));
    }

    /** Returns a test that each test of a kit is failed by some broken host, or by the broken host of a kit with the same test. */
    static DynamicTest completeness(
            Class<?> sound, Map<Class<?>, List<String>> brokenHosts, Class<?>... provedElsewhere) {
        return DynamicTest.dynamicTest("every test of the kit can fail", () -> {
            Set<String> proved =
                    brokenHosts.values().stream().flatMap(List::stream).collect(Collectors.toSet());
            Stream.of(provedElsewhere)
                    .flatMap(kit -> Stream.of(kit.getDeclaredMethods()))
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .forEach(method -> proved.add(method.getName()));
            ContractRun run = of(sound);
            assertThat(run.failures()).isEmpty();
            assertThat(run.tests()).isEqualTo(proved);
        });
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
