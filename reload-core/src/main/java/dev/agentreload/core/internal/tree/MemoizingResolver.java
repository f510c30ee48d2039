// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.PlaceholderResolver;
import java.util.ArrayList;
import java.util.List;

/**
 * Says again what a resolver said, in the same order: a broken file is gone through twice, and no command or file behind a
 * resolver should be. <em>Not safe for use by multiple threads.</em>
 */
public final class MemoizingResolver implements PlaceholderResolver {

    private final PlaceholderResolver resolver;
    private final List<Resolution> answers = new ArrayList<>();
    private int next;

    public MemoizingResolver(PlaceholderResolver resolver) {
        this.resolver = resolver;
    }

    /** Starts again with the first placeholder. */
    public void restart() {
        next = 0;
    }

    @Override
    public Resolution resolve(Placeholder placeholder) {
        if (next == answers.size()) {
            answers.add(Placeholders.ask(resolver, placeholder));
        }
        return answers.get(next++);
    }
}
