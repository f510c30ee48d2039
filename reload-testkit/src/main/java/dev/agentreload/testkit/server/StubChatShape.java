// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.server;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.config.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shapes in which servers are asked for a chat, and answer. */
enum StubChatShape {
    OPENAI("/chat/completions") {
        @Override
        String contentType(StubChatRequest request) {
            return request.isStreamed() ? "text/event-stream" : "application/json";
        }

        @Override
        boolean isStreamedByDefault() {
            return false;
        }

        @Override
        String body(StubChatRequest request, List<String> pieces) {
            if (!request.isStreamed()) {
                return completion(request, "chat.completion", choice("message", message(pieces), "stop"));
            }
            StringBuilder events = new StringBuilder();
            pieces.forEach(piece -> events.append(event(chunk(request, message(List.of(piece)), null))));
            events.append(event(chunk(request, ImmutableMap.of(), "stop")));
            return events.append(event("[DONE]")).toString();
        }

        private String chunk(StubChatRequest request, Map<String, ?> delta, @Nullable String reason) {
            return completion(request, "chat.completion.chunk", choice("delta", delta, reason));
        }

        private String completion(StubChatRequest request, String object, Map<String, ?> choice) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("id", "chatcmpl-stub");
            body.put("object", object);
            body.put("created", 0);
            body.put("model", request.model());
            body.put("choices", List.of(choice));
            if (!request.isStreamed()) {
                body.put("usage", ImmutableMap.of("prompt_tokens", 1, "completion_tokens", 1, "total_tokens", 2));
            }
            return JsonText.compact(body);
        }

        private Map<String, ?> choice(String key, Map<String, ?> message, @Nullable String reason) {
            Map<String, @Nullable Object> choice = new LinkedHashMap<>();
            choice.put("index", 0);
            choice.put(key, message);
            choice.put("finish_reason", reason);
            return choice;
        }

        private String event(String data) {
            return "data: " + data + "\n\n";
        }
    },
    OLLAMA("/api/chat") {
        @Override
        String contentType(StubChatRequest request) {
            return request.isStreamed() ? "application/x-ndjson" : "application/json";
        }

        @Override
        boolean isStreamedByDefault() {
            return true;
        }

        @Override
        String body(StubChatRequest request, List<String> pieces) {
            if (!request.isStreamed()) {
                return line(request, pieces, true);
            }
            StringBuilder lines = new StringBuilder();
            pieces.forEach(
                    piece -> lines.append(line(request, List.of(piece), false)).append('\n'));
            return lines.append(line(request, List.of(), true)).append('\n').toString();
        }

        private String line(StubChatRequest request, List<String> pieces, boolean done) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("model", request.model());
            line.put("created_at", "2026-01-01T00:00:00Z");
            line.put("message", message(pieces));
            line.put("done", done);
            if (done) {
                line.put("done_reason", "stop");
            }
            return JsonText.compact(line);
        }
    };

    private final String path;

    StubChatShape(String path) {
        this.path = path;
    }

    /** Returns the shape of a request to this path; empty if it asks for no chat. */
    static Optional<StubChatShape> of(StubExchange exchange) {
        if (!exchange.method().equals("POST")) {
            return Optional.empty();
        }
        return List.of(values()).stream()
                .filter(shape -> exchange.path().endsWith(shape.path))
                .findFirst();
    }

    abstract String contentType(StubChatRequest request);

    abstract boolean isStreamedByDefault();

    /** Returns the body that answers with the text of these pieces. */
    abstract String body(StubChatRequest request, List<String> pieces);

    private static Map<String, ?> message(List<String> pieces) {
        return ImmutableMap.of("role", "assistant", "content", String.join("", pieces));
    }
}
