// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.generators;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigDocument;
import java.util.List;

/**
 * A configuration before and after some edits, as text. An edit may find nothing to do, so both may say the same.
 * <em>Immutable.</em>
 *
 * @param before the text before
 * @param after the text after
 * @param edits what was done, in order
 */
public record EditedConfig(String before, String after, List<EditKind> edits) {

    /** Copies the list. */
    public EditedConfig {
        requireNonNull(before, "before");
        requireNonNull(after, "after");
        edits = ImmutableList.copyOf(edits);
    }

    /** Returns the document before, read anew with each call. */
    public ConfigDocument base() {
        return ConfigDocument.parse("before.json", before);
    }

    /** Returns the document after, read anew with each call. */
    public ConfigDocument target() {
        return ConfigDocument.parse("after.json", after);
    }
}
