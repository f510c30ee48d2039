// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.console;

import java.util.function.Consumer;

/** Shows an answer line by line while it is written: a terminal shows whole lines above the one that is typed. */
final class LinesSoFar {

    private final Consumer<String> output;
    private final StringBuilder pieces = new StringBuilder();
    private int shown;

    LinesSoFar(Consumer<String> output) {
        this.output = output;
    }

    /** Adds a piece, and shows what ends with it. */
    void add(String piece) {
        pieces.append(piece);
        int end = pieces.lastIndexOf("\n");
        if (end >= shown) {
            output.accept(pieces.substring(shown, end));
            shown = end + 1;
        }
    }

    /** Shows the rest of the answer. What is shown is not what was answered if the answer failed: then that is shown, too. */
    void finish(String whole) {
        boolean same = whole.startsWith(pieces.substring(0, shown));
        String rest = same ? whole.substring(shown) : whole;
        if (!rest.isEmpty()) {
            output.accept(rest);
        }
    }
}
