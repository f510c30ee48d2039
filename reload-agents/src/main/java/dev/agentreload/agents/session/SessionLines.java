package dev.agentreload.agents.session;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.ReadResult;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
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

    private static final String ROLE = "role";
    private static final String AT = "at";
    private static final String TEXT = "text";

    private SessionLines() {}

    /** Returns the message as a line, with its end. */
    static byte[] ofMessage(SessionMessage message) {
        return line(ImmutableMap.of(
                ROLE, message.role().id(), AT, message.at().toString(), TEXT, withLiteralPlaceholders(message.text())));
    }

    /** Returns the summary as a line, with its end. */
    static byte[] ofSummary(String summary) {
        return line(ImmutableMap.of(TEXT, withLiteralPlaceholders(summary)));
    }

    /**
     * Returns the message that the line holds, or empty if it holds none.
     *
     * @param reader a standard one, which is faster from line to line
     */
    static Optional<SessionMessage> parseMessage(ConfigReader reader, byte[] line) {
        return parse(reader, line).flatMap(SessionLines::message);
    }

    /** Returns the summary that the line holds, or empty if it holds none. */
    static Optional<String> parseSummary(byte[] line) {
        return parse(ConfigReader.standard(), line).flatMap(object -> string(object, TEXT));
    }

    private static Optional<ConfigObject> parse(ConfigReader reader, byte[] line) {
        ReadResult result = reader.read("session", line);
        return result instanceof ReadResult.Read read
                ? Optional.of(read.document().root())
                : Optional.empty();
    }

    private static Optional<SessionMessage> message(ConfigObject object) {
        Optional<SessionRole> role = string(object, ROLE).flatMap(SessionLines::role);
        Optional<Instant> at = string(object, AT).flatMap(SessionLines::instant);
        Optional<String> text = string(object, TEXT);
        return role.isPresent() && at.isPresent() && text.isPresent()
                ? Optional.of(new SessionMessage(role.get(), text.get(), at.get()))
                : Optional.empty();
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

    private static byte[] line(Map<String, String> members) {
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
