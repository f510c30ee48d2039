// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ReadResult;
import java.util.function.Supplier;

/** A source made of its two parts. */
record SuppliedSource(String name, Supplier<ReadResult> readings) implements ConfigSource {

    SuppliedSource {
        requireNonNull(name, "name");
        requireNonNull(readings, "readings");
    }

    @Override
    public ReadResult read() {
        return readings.get();
    }

    @Override
    public String toString() {
        return name;
    }
}
