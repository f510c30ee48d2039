// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.server;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigBoolean;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.ReadResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A chat that a {@link StubModelServer} was asked for. <em>Immutable.</em> */
public final class StubChatRequest {

    private final StubChatShape shape;
    private final String model;
    private final ImmutableList<Message> messages;
    private final boolean streamed;

    private StubChatRequest(StubChatShape shape, ConfigObject body) {
        this.shape = shape;
        this.model = text(body.find("model"));
        this.messages = elements(body.find("messages"))
                .map(message -> new Message(text(member(message, "role")), text(member(message, "content"))))
                .collect(ImmutableList.toImmutableList());
        this.streamed = body.find("stream")
                .map(node -> node instanceof ConfigBoolean flag && flag.value())
                .orElse(shape.isStreamedByDefault());
    }

    /** A message of the conversation, with the text that it has. */
    record Message(String role, String content) {}

    /** Returns the request; empty if the body is none. */
    static Optional<StubChatRequest> parse(StubChatShape shape, String body) {
        ReadResult read = ConfigReader.standard().read("request", body);
        return read instanceof ReadResult.Success found
                ? Optional.of(new StubChatRequest(shape, found.document().root()))
                : Optional.empty();
    }

    private static Stream<ConfigNode> elements(Optional<ConfigNode> node) {
        return node.stream()
                .flatMap(found -> found instanceof ConfigArray array ? array.elements().stream() : Stream.of());
    }

    private static Optional<ConfigNode> member(ConfigNode node, String key) {
        return node instanceof ConfigObject object ? object.find(key) : Optional.empty();
    }

    /** Content is a text, or a list of parts of which some have a text. */
    private static String text(Optional<ConfigNode> node) {
        if (node.isEmpty()) {
            return "";
        }
        return node.get() instanceof ConfigString string
                ? string.value()
                : elements(node).map(part -> text(member(part, "text"))).reduce("", String::concat);
    }

    StubChatShape shape() {
        return shape;
    }

    /** Returns the model, as the provider calls it. */
    public String model() {
        return model;
    }

    /** Returns the roles of the messages, the first first. */
    public List<String> roles() {
        return messages.stream().map(Message::role).toList();
    }

    /** Returns the texts of the messages, the first first. */
    public List<String> texts() {
        return messages.stream().map(Message::content).toList();
    }

    /** Returns the text of the last message; empty if there is none. */
    public String lastText() {
        return messages.isEmpty() ? "" : messages.get(messages.size() - 1).content();
    }

    /** Returns whether the answer is to come as a stream. */
    public boolean isStreamed() {
        return streamed;
    }

    /** Returns model and number of messages, and nothing of what was said. */
    @Override
    public String toString() {
        return "chat with [" + model + "], " + messages.size() + " messages" + (streamed ? ", streamed" : "");
    }
}
