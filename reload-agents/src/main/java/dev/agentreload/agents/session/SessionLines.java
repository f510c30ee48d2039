// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import com.google.common.collect.Maps;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.ReadResult;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes and reads the lines of session files, each one JSON object.
 *
 * <p>The reader of configurations reads them. It takes <code>$${</code> for a literal <code>${</code>, so each <code>${</code> of a
 * text is written in that form; the same reader leaves all other placeholders alone.
 */
final class SessionLines {

    /** How a line with a summary begins; no other line does. */
    private static final byte[] SUMMARY_START = "{\"summary\":".getBytes(StandardCharsets.UTF_8);

    private static final String ROLE = "role";
    private static final String AT = "at";
    private static final String TEXT = "text";
    private static final String ATTRIBUTES = "attributes";
    private static final String MESSAGES = "messages";
    private static final String SUMMARY = "summary";

    private SessionLines() {}

    /** Returns the messages as one line with its end: what is appended together is on the disk together or not at all. */
    static byte[] ofMessages(List<SessionMessage> messages) {
        return line(
                messages.size() == 1
                        ? members(messages.get(0))
                        : ImmutableMap.of(MESSAGES, Lists.transform(messages, SessionLines::members)));
    }

    /** Returns the summary as a line with its end. */
    static byte[] ofSummary(String summary) {
        return line(ImmutableMap.of(SUMMARY, withLiteralPlaceholders(summary)));
    }

    /** Returns whether the bytes at the beginning of a file are those of a summary; they need not be all of its line. */
    static boolean isSummary(byte[] beginning) {
        return beginning.length >= SUMMARY_START.length
                && Arrays.equals(beginning, 0, SUMMARY_START.length, SUMMARY_START, 0, SUMMARY_START.length);
    }

    /**
     * Returns the messages that the line holds, or none if one of them or the line is damaged.
     *
     * @param reader a standard one, which is faster from line to line
     */
    static ImmutableList<SessionMessage> parseMessages(ConfigReader reader, byte[] line) {
        Optional<ConfigObject> object = parse(reader, line);
        if (object.isEmpty()) {
            return ImmutableList.of();
        }
        Optional<ConfigNode> several = object.get().find(MESSAGES);
        List<ConfigNode> nodes = several.isPresent() && several.get() instanceof ConfigArray array
                ? array.elements()
                : ImmutableList.of(object.get());
        ImmutableList<SessionMessage> messages =
                nodes.stream().flatMap(node -> message(node).stream()).collect(ImmutableList.toImmutableList());
        return messages.size() == nodes.size() ? messages : ImmutableList.of();
    }

    /** Returns the summary that the line holds, or empty if it is damaged. */
    static Optional<String> parseSummary(ConfigReader reader, byte[] line) {
        return parse(reader, line).flatMap(object -> string(object, SUMMARY));
    }

    private static Optional<ConfigObject> parse(ConfigReader reader, byte[] line) {
        ReadResult result = reader.read("session", line);
        return result instanceof ReadResult.Success read
                ? Optional.of(read.document().root())
                : Optional.empty();
    }

    private static Optional<SessionMessage> message(ConfigNode node) {
        if (!(node instanceof ConfigObject object)) {
            return Optional.empty();
        }
        Optional<SessionRole> role = string(object, ROLE).flatMap(SessionLines::role);
        Optional<Instant> at = string(object, AT).flatMap(SessionLines::instant);
        Optional<String> text = string(object, TEXT);
        Optional<ImmutableMap<String, String>> attributes = attributes(object);
        return role.isPresent() && at.isPresent() && text.isPresent() && attributes.isPresent()
                ? Optional.of(
                        SessionMessage.of(role.get(), text.get(), at.get()).withAttributes(attributes.get()))
                : Optional.empty();
    }

    private static Optional<ImmutableMap<String, String>> attributes(ConfigObject object) {
        Optional<ConfigNode> node = object.find(ATTRIBUTES);
        if (node.isEmpty()) {
            return Optional.of(ImmutableMap.of());
        }
        ImmutableMap.Builder<String, String> attributes = ImmutableMap.builder();
        if (!(node.get() instanceof ConfigObject members)) {
            return Optional.empty();
        }
        for (String name : members.keys()) {
            Optional<String> value = string(members, name);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            attributes.put(name, value.get());
        }
        return Optional.of(attributes.buildOrThrow());
    }

    private static ImmutableMap<String, Object> members(SessionMessage message) {
        ImmutableMap.Builder<String, Object> members = ImmutableMap.<String, Object>builder()
                .put(ROLE, message.role().id())
                .put(AT, message.at().toString())
                .put(TEXT, withLiteralPlaceholders(message.text()));
        if (!message.attributes().isEmpty()) {
            members.put(ATTRIBUTES, Maps.transformValues(message.attributes(), SessionLines::withLiteralPlaceholders));
        }
        return members.buildOrThrow();
    }

    private static Optional<String> string(ConfigObject object, String key) {
        Optional<ConfigNode> value = object.find(key);
        return value.isPresent() && value.get() instanceof ConfigString string
                ? Optional.of(string.value())
                : Optional.empty();
    }

    private static Optional<SessionRole> role(String id) {
        try {
            return Optional.of(SessionRole.valueOf(id.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the caller reports the line
        }
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty(); // the caller reports the line
        }
    }

    private static String withLiteralPlaceholders(String text) {
        return text.replace("${", "$${");
    }

    private static byte[] line(Map<String, ?> members) {
        return (withEscapedHalves(JsonText.compact(members)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Escapes halves of surrogate pairs, which have no UTF-8 form and would be read back as question marks. */
    private static String withEscapedHalves(String json) {
        if (StandardCharsets.UTF_8.newEncoder().canEncode(json)) {
            return json;
        }
        StringBuilder escaped = new StringBuilder(json.length() + 16);
        json.codePoints().forEach(character -> {
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                escaped.append("\\u").append(HexFormat.of().toHexDigits((char) character));
            } else {
                escaped.appendCodePoint(character);
            }
        });
        return escaped.toString();
    }
}
