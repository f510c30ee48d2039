// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.server;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.testkit.fake.Gate;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link StubModelServer} answers to chats. Answers that are given once come first, in their order; then those to a part of
 * what was said last, in their order; then the one that is given always. <em>Safe for use by multiple threads.</em>
 */
public final class StubChat {

    private final Queue<StubAnswer> once = new ConcurrentLinkedQueue<>();
    private final List<Matched> matched = new CopyOnWriteArrayList<>();
    private final List<StubChatRequest> requests = new CopyOnWriteArrayList<>();
    private final Queue<Gate> gates = new ConcurrentLinkedQueue<>();
    private volatile @Nullable StubAnswer each;

    StubChat() {}

    private record Matched(String part, StubAnswer answer) {}

    /** Answers the next chat so, after what was said before to be next. */
    public StubChat next(StubAnswer answer) {
        once.add(noted(answer));
        return this;
    }

    /** Answers chats so in whose last message this part occurs. */
    public StubChat when(String part, StubAnswer answer) {
        matched.add(new Matched(requireNonNull(part, "part"), noted(answer)));
        return this;
    }

    /** Answers all other chats so. */
    public StubChat always(StubAnswer answer) {
        each = noted(answer);
        return this;
    }

    /** Returns the chats that were asked for, the first first, also those without an answer. */
    public List<StubChatRequest> requests() {
        return ImmutableList.copyOf(requests);
    }

    private StubAnswer noted(StubAnswer answer) {
        answer.delivery().gates().forEach(gates::add);
        return answer;
    }

    Optional<StubAnswer> answer(StubChatRequest request) {
        requests.add(request);
        @Nullable StubAnswer next = once.poll();
        if (next != null) {
            return Optional.of(next);
        }
        return matched.stream()
                .filter(candidate -> request.lastText().contains(candidate.part()))
                .map(Matched::answer)
                .findFirst()
                .or(() -> Optional.ofNullable(each));
    }

    void openGates() {
        gates.forEach(Gate::open);
    }

    /** Returns how many chats were asked for. */
    @Override
    public String toString() {
        return "StubChat[" + requests.size() + " requests]";
    }
}
