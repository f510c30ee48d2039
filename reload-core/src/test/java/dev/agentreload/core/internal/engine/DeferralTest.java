// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.core.plan.ReloadRule;
import dev.agentreload.core.plan.RuleTable;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeferralTest {

    /** Of each element of {@code list} and {@code map} the {@code port} needs a restart; the rest is hot. */
    private static final RuleTable RULES = RuleTable.builder()
            .identity("list", "id")
            .add(ReloadRule.hot("list"))
            .add(ReloadRule.restart("list.*.port"))
            .add(ReloadRule.hot("map"))
            .add(ReloadRule.restart("map.*.port"))
            .add(ReloadRule.restart("port"))
            .add(ReloadRule.hot("x"))
            .build();

    private static String effective(String before, String after) {
        ConfigDocument base = ConfigDocument.parse("c.json", before);
        ConfigDocument target = ConfigDocument.parse("c.json", after);
        return effective(base, target).root().toString();
    }

    /** The plan that is made from the changes of the other one says what a new plan would. */
    private static ConfigDocument effective(ConfigDocument base, ConfigDocument target) {
        ReloadPlan plan = Deferral.withoutRestarts(ReloadPlanner.plan(base, target, RULES));
        assertThat(plan)
                .as("%s to %s", base.root(), target.root())
                .isEqualTo(ReloadPlanner.plan(base, plan.target(), RULES));
        return plan.target();
    }

    @Test
    void effective_oneChangeNeedsARestart_hasAllOthers() {
        assertThat(effective("{x: 1, port: 1}", "{x: 2, port: 2}")).isEqualTo("{\"x\":2,\"port\":1}");
    }

    @Test
    void effective_restartPathInsideAnAddedValue_defersAllOfIt() {
        assertThat(effective("{map: {}}", "{map: {m: {port: 1, x: 1}, n: {x: 2}}}"))
                .isEqualTo("{\"map\":{\"n\":{\"x\":2}}}");
    }

    @Test
    void effective_restartPathInsideARemovedValue_defersAllOfIt() {
        assertThat(effective("{map: {m: {port: 1, x: 1}, n: {x: 2}}}", "{map: {}}"))
                .isEqualTo("{\"map\":{\"m\":{\"port\":1,\"x\":1}}}");
    }

    @Test
    void effective_restartPathInsideAValueOfAnotherType_defersAllOfIt() {
        assertThat(effective("{map: {m: 1}, x: 1}", "{map: {m: {port: 1}}, x: 2}"))
                .isEqualTo("{\"map\":{\"m\":1},\"x\":2}");
    }

    @Test
    void effective_addedElementWaits_leavesNoGapBeforeTheNext() {
        assertThat(effective("{list: [{id: 'k'}]}", "{list: [{id: 'a', port: 1}, {id: 'b'}, {id: 'k'}]}"))
                .isEqualTo("{\"list\":[{\"id\":\"b\"},{\"id\":\"k\"}]}");
    }

    @Test
    void effective_elementsWaitAndTheRestIsReordered_keepsTheOrderUntilThen() {
        assertThat(effective(
                        "{list: [{id: 'k'}, {id: 'l'}], x: 1}",
                        "{list: [{id: 'l'}, {id: 'a', port: 1}, {id: 'k'}], x: 2}"))
                .isEqualTo("{\"list\":[{\"id\":\"k\"},{\"id\":\"l\"}],\"x\":2}");
    }

    @Test
    void effective_anyTwoDocuments_differsFromTheTargetOnlyInWhatWaits() {
        Random random = new Random(42);
        for (int i = 0; i < 1_000; i++) {
            ConfigDocument base = any(random);
            ConfigDocument target = any(random);
            ConfigDocument effective = effective(base, target);

            assertThat(ReloadPlanner.plan(base, effective, RULES).requiresRestart())
                    .as("%s to %s through %s", base.root(), target.root(), effective.root())
                    .isFalse();
            assertThat(effective(effective, target))
                    .as("%s to %s through %s", base.root(), target.root(), effective.root())
                    .isEqualTo(effective);
        }
    }

    /** Counted in bytes, which do not depend on the machine: work that grows with the square allocates with it. */
    @Test
    void effective_manyChangesOfWhichHalfWait_costsNoMoreThanTheirNumber() {
        long few = allocatedFor(250);

        assertThat(allocatedFor(2_000)).isLessThan(16 * few);
    }

    private static long allocatedFor(int elements) {
        String before = "{list: [" + rows(0, elements, "x: 1") + "], map: {}}";
        String after = "{list: [" + rows(0, elements, "x: 2") + "," + rows(elements, 2 * elements, "port: 1") + ","
                + rows(2 * elements, 3 * elements, "x: 1") + "], map: {}}";
        ReloadPlan plan = ReloadPlanner.plan(
                ConfigDocument.parse("c.json", before), ConfigDocument.parse("c.json", after), RULES);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadAllocatedBytes();
        ConfigDocument effective = Deferral.withoutRestarts(plan).target();
        long allocated = threads.getCurrentThreadAllocatedBytes() - start;
        assertThat(effective.find(ConfigPath.parse("list")).orElseThrow())
                .isInstanceOfSatisfying(
                        ConfigArray.class, list -> assertThat(list.size()).isEqualTo(2 * elements));
        return allocated;
    }

    private static String rows(int from, int to, String content) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{id: 'k" + i + "', " + content + "}")
                .collect(Collectors.joining(","));
    }

    private static ConfigDocument any(Random random) {
        List<String> ids = new ArrayList<>(List.of("k", "l", "m", "n"));
        Collections.shuffle(ids, random);
        String list = IntStream.range(0, random.nextInt(5))
                .mapToObj(i -> element(ids.get(i), random))
                .collect(Collectors.joining(", "));
        return ConfigDocument.parse(
                "c.json", "{x: %d, port: %d, list: [%s]}".formatted(random.nextInt(3), random.nextInt(2), list));
    }

    private static String element(String id, Random random) {
        String port = random.nextBoolean() ? ", port: " + random.nextInt(2) : "";
        return "{id: " + "'" + id + "', x: " + random.nextInt(2) + port + "}";
    }
}
