// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What the name of a model stands for: one target, or several that take turns. <em>Immutable.</em>
 *
 * @param name the name as the configuration uses it: an alias, {@code provider/model}, or a model's bare id
 * @param targets where calls go, at least one, in the order of the configuration
 */
public record ResolvedModel(String name, List<ModelTarget> targets) {

    /** Copies the list. */
    public ResolvedModel {
        requireNonNull(name, "name");
        targets = ImmutableList.copyOf(targets);
        checkArgument(!targets.isEmpty(), "a resolved model has a target");
    }

    /** Returns the model of the first target. */
    public ModelRef ref() {
        return targets.get(0).ref();
    }

    /**
     * Returns the target of one call of many: a caller that counts its calls up uses all targets in turn. The count belongs to
     * the caller, one for each model, so that the turns of one model do not depend on how often another is called.
     */
    public ModelTarget target(long call) {
        return targets.get((int) Math.floorMod(call, (long) targets.size()));
    }
}
