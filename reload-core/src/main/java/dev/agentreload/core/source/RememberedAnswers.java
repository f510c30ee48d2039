// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.config.PlaceholderResolver;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Resolves the placeholders of one document, and remembers the values. <em>Not safe for use by multiple threads.</em> */
final class RememberedAnswers implements PlaceholderResolver {

    private final Function<Placeholder, Resolution> resolver;
    private final PlaceholderResolver next;
    private final Map<Placeholder, Resolution> answers = new LinkedHashMap<>();
    private boolean complete = true;

    /**
     * Creates a resolver that remembers nothing yet.
     *
     * @param resolver knows the values
     * @param next resolves the placeholders of the document later
     */
    RememberedAnswers(Function<Placeholder, Resolution> resolver, PlaceholderResolver next) {
        this.resolver = resolver;
        this.next = next;
    }

    /** Each is asked for once, however often it is written: what is behind it may take long. */
    @Override
    public Resolution resolve(Placeholder placeholder) {
        Resolution known = answers.get(placeholder);
        if (known != null) {
            return known;
        }
        boolean wasComplete = complete;
        complete = false;
        Resolution answer = requireNonNull(resolver.apply(placeholder), "resolution");
        complete = wasComplete;
        answers.put(placeholder, answer);
        return answer;
    }

    /** Returns whether the placeholders of an earlier document have the values that they had. */
    boolean areThoseOf(Map<Placeholder, Resolution> earlier) {
        try {
            return earlier.entrySet().stream()
                    .allMatch(answer -> answer.getValue().equals(resolve(answer.getKey())));
        } catch (RuntimeException e) {
            return false; // it is asked again, and what it throws then is a problem of the document
        }
    }

    /** Returns false if the resolver threw: what it would say next time is not known. */
    boolean areComplete() {
        return complete;
    }

    /** Returns the values that were asked for. */
    ImmutableMap<Placeholder, Resolution> all() {
        return ImmutableMap.copyOf(answers);
    }

    @Override
    public PlaceholderResolver fresh() {
        return next;
    }
}
