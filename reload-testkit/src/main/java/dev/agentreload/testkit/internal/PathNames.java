// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.internal;

import dev.agentreload.core.config.ConfigPath;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Compares paths with the texts by which tests name them. */
public final class PathNames {

    private PathNames() {}

    /** Returns whether the paths are all of these, in any order. */
    public static boolean areAll(Collection<ConfigPath> actual, String... paths) {
        List<ConfigPath> expected =
                Stream.of(paths).map(ConfigPath::parse).distinct().sorted().toList();
        return actual.stream().distinct().sorted().toList().equals(expected);
    }
}
