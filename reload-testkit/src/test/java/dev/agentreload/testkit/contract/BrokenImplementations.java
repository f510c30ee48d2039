// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Tests of a contract kit: each broken implementation fails the tests of what it breaks, and each test fails for one of them. */
abstract class BrokenImplementations {

    private final Class<?> sound;
    private final Map<Class<?>, List<String>> broken;
    private final List<Class<?>> testedKits;

    /**
     * @param sound an implementation that passes
     * @param broken the implementations that fail, each with the tests that it fails
     * @param testedKits kits whose tests the kit inherits and whose own test shows that they can fail
     */
    BrokenImplementations(Class<?> sound, Map<Class<?>, List<String>> broken, Class<?>... testedKits) {
        this.sound = sound;
        this.broken = broken;
        this.testedKits = List.of(testedKits);
    }

    @TestFactory
    Stream<DynamicTest> brokenImplementation_failsTheTestsOfWhatItBreaks() {
        return broken.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.getKey().getSimpleName(),
                        () -> assertThat(ContractRun.of(one.getKey()).failures())
                                .containsOnlyKeys(one.getValue())));
    }

    @Test
    void everyTest_failsForABrokenImplementation() {
        Set<String> canFail = broken.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        testedKits.stream()
                .flatMap(kit -> Stream.of(kit.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .forEach(method -> canFail.add(method.getName()));
        ContractRun run = ContractRun.of(sound);

        assertThat(run.failures()).isEmpty();
        assertThat(run.tests()).isEqualTo(canFail);
    }
}
