// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs random commands on a reloader while host code fails in all ways, and compares the result with a small model. The seed decides
 * the commands.
 *
 * <p>A fixed number of seeds in the normal build; {@code mvn -Psoak -Dstateful.minutes=10} goes on with new ones, and ends with all
 * that fail. {@code -Dstateful.seed=N} runs one seed again, and {@code -Dstateful.without=LONG_CHAIN,HANG} leaves out kinds of faults.
 */
class ReloaderStatefulTest {

    private static final int SEEDS = Integer.getInteger("stateful.seeds", 500);
    private static final int CLOSINGS = Integer.getInteger("stateful.closings", 500);
    private static final int STEPS = 60;
    private static final long MINUTES = Long.getLong("stateful.minutes", 0);
    private static final long FIRST = Long.getLong("stateful.seed", 1);
    private static final boolean ALONE = System.getProperty("stateful.seed") != null;

    @Test
    @Timeout(value = 7, unit = TimeUnit.DAYS)
    void reloader_anySequenceWithAnyFaults_keepsItsPromises() throws Exception {
        check(new Campaign(seed -> SequenceGenerator.any(seed, STEPS)), SEEDS);
    }

    @Test
    @Timeout(value = 7, unit = TimeUnit.DAYS)
    void close_whileARequestRuns_reportsTheTruth() throws Exception {
        check(new Campaign(SequenceGenerator::closing), CLOSINGS);
    }

    private static void check(Campaign campaign, int seeds) throws Exception {
        List<Campaign.Failure> failures = campaign.run(FIRST, more(campaign, seeds));
        if (!failures.isEmpty()) {
            Campaign.Failure shortest = Campaign.shrink(failures.get(0));
            fail(byRule(failures) + "\nshortest of the first:\n" + shortest + "\n" + shortest.sequence());
        }
    }

    /** In the normal build the first failure ends it; a soak finds out how often each promise is broken. */
    private static LongPredicate more(Campaign campaign, int seeds) {
        if (MINUTES > 0) {
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
            return seed -> System.nanoTime() - end < 0;
        }
        return seed -> seed < FIRST + (ALONE ? 1 : seeds) && !campaign.hasFailed();
    }

    private static String byRule(List<Campaign.Failure> failures) {
        Map<Violations.Rule, List<Campaign.Failure>> byRule = failures.stream()
                .collect(Collectors.groupingBy(Campaign.Failure::rule, TreeMap::new, Collectors.toList()));
        return byRule.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().size() + " times, first with "
                        + entry.getValue().get(0))
                .collect(Collectors.joining("\n"));
    }
}
