// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What one run does. <em>Immutable.</em>
 *
 * @param setup the host
 * @param steps what happens to it
 */
record Sequence(Setup setup, List<Step> steps) {

    /**
     * One command, and what goes wrong during it.
     */
    record Step(Command command, List<Fault> faults) {

        Step {
            faults = List.copyOf(faults);
        }

        @Override
        public String toString() {
            return command + (faults.isEmpty() ? "" : "  with " + faults);
        }
    }

    Sequence {
        steps = List.copyOf(steps);
    }

    /** Returns this sequence without some steps. */
    Sequence without(int from, int to) {
        List<Step> rest = new ArrayList<>(steps.subList(0, from));
        rest.addAll(steps.subList(Math.min(to, steps.size()), steps.size()));
        return new Sequence(setup, rest);
    }

    @Override
    public String toString() {
        return setup + "\n"
                + IntStream.range(0, steps.size())
                        .mapToObj(i -> "  %2d %s".formatted(i + 1, steps.get(i)))
                        .collect(Collectors.joining("\n"));
    }
}
