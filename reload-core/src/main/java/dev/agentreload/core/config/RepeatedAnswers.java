package dev.agentreload.core.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Says again what a resolver said, in the same order: a broken file is gone through twice, and no command or file behind a
 * resolver should be. <em>Not safe for use by multiple threads.</em>
 */
final class RepeatedAnswers implements PlaceholderResolver {

    private final PlaceholderResolver resolver;
    private final List<Resolution> answers = new ArrayList<>();
    private int next;

    RepeatedAnswers(PlaceholderResolver resolver) {
        this.resolver = resolver;
    }

    /** Starts again with the first placeholder. */
    void restart() {
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
