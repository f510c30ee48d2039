// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs a contract kit on an implementation, and reports which of its tests failed and why. */
record ContractRun(Set<String> tests, Map<String, Throwable> failures) {

    static ContractRun of(Class<?> implementation) {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(implementation))
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
