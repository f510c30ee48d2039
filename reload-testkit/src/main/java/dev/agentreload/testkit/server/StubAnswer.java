// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.server;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.testkit.fake.Gate;
import java.util.List;
import java.util.Optional;

/** What a {@link StubModelServer} answers to a chat, and how it is sent. <em>Immutable.</em> */
public final class StubAnswer {

    private final int status;
    private final ImmutableList<String> pieces;
    private final Optional<String> body;
    private final StubDelivery delivery;

    private StubAnswer(int status, List<String> pieces, Optional<String> body, StubDelivery delivery) {
        this.status = status;
        this.pieces = ImmutableList.copyOf(pieces);
        this.body = body;
        this.delivery = delivery;
    }

    /** Returns an answer with this text, in the shape and in the manner in which it is asked for. */
    public static StubAnswer text(String text) {
        return pieces(text);
    }

    /** Returns an answer with the text of these pieces, each of which is an event of its own if it is asked for as a stream. */
    public static StubAnswer pieces(String... pieces) {
        return new StubAnswer(StubExchange.OK, List.of(pieces), Optional.empty(), StubDelivery.AT_ONCE);
    }

    /** Returns a refusal with this status, and a body with an error. */
    public static StubAnswer status(int status) {
        checkArgument(status >= 400 && status < 600, "status [%s] is no refusal; expected 400 to 599", status);
        return new StubAnswer(status, List.of(), Optional.of("{\"error\":\"planned\"}"), StubDelivery.AT_ONCE);
    }

    /** Returns an answer with exactly this body, whatever is asked for: one that is wrong. */
    public static StubAnswer body(String body) {
        return new StubAnswer(
                StubExchange.OK, List.of(), Optional.of(requireNonNull(body, "body")), StubDelivery.AT_ONCE);
    }

    /** Returns this answer, of which nothing is sent before the gate is open. */
    public StubAnswer waitingAt(Gate gate) {
        return with(delivery.withStart(requireNonNull(gate, "gate")));
    }

    /** Returns this answer, of which half is sent at once, and the rest when the gate is open. */
    public StubAnswer haltingAt(Gate gate) {
        return with(delivery.withHalfway(requireNonNull(gate, "gate")));
    }

    /** Returns this answer, sent byte by byte. */
    public StubAnswer dripping() {
        return with(delivery.withDrops());
    }

    /** Returns this answer, in the middle of which the server hangs up. */
    public StubAnswer breakingOff() {
        return with(delivery.withBreak());
    }

    private StubAnswer with(StubDelivery other) {
        return new StubAnswer(status, pieces, body, other);
    }

    int status() {
        return status;
    }

    StubDelivery delivery() {
        return delivery;
    }

    String body(StubChatRequest request) {
        return body.orElseGet(() -> request.shape().body(request, pieces));
    }

    String contentType(StubChatRequest request) {
        return body.isPresent() ? "application/json" : request.shape().contentType(request);
    }

    /** Returns the status and how it is sent. */
    @Override
    public String toString() {
        return "StubAnswer[" + status + ", " + delivery + "]";
    }
}
