// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a host is made of. <em>Immutable.</em>
 *
 * @param requests what runs submitted requests
 * @param maxRetired how many retired generations may be in use
 */
record Setup(long seed, HostExecutor.Kind executor, Requests requests, int swaps, int exclusives, int maxRetired) {

    enum Requests {
        /** The threads that submit them. */
        CALLER,
        /** A thread of its own. */
        THREAD,
        /** No thread, until a command runs them. */
        HELD
    }

    List<String> swapNames() {
        return Doc.SWAPS.subList(0, swaps);
    }

    List<String> exclusiveNames() {
        return Doc.EXCLUSIVES.subList(0, exclusives);
    }

    /** Returns the document in which every section is 0. */
    Doc firstDoc() {
        TreeMap<String, Integer> values = new TreeMap<>();
        Stream.of(swapNames(), exclusiveNames(), List.of(Doc.BOTH, Doc.FIXED, Doc.NOTE))
                .flatMap(List::stream)
                .forEach(section -> values.put(section, 0));
        return new Doc(values, Doc.Flaw.NONE);
    }
}
