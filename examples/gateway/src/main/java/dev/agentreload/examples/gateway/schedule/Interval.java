// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.schedule;

import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.bind.ConfigType;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigNumber;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads intervals such as {@code 30s} and {@code 1h30m}; a number alone is of minutes, as in OpenClaw. */
public final class Interval {

    static final String EXPECTATION = "expected numbers with ms, s, m, h or d, such as 30s or 1h30m";

    private static final String NAME = "every";

    /** The key of an interval. */
    static final ConfigKey KEY =
            ConfigKey.of(NAME, ConfigType.ID, "how often, such as 30s or 1h30m; a number alone is of minutes");

    private static final Pattern PARTS = Pattern.compile("(\\d{1,9}(ms|s|m|h|d))+");
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern MINUTES = Pattern.compile("\\d{1,9}");

    private Interval() {}

    /** Returns how often; empty, with a problem, if the section does not say so. */
    static Optional<Duration> read(ConfigSection section) {
        Optional<String> text = text(section);
        Optional<Duration> interval = text.flatMap(Interval::parse).filter(every -> !every.isZero());
        if (interval.isEmpty() && (text.isPresent() || section.node(NAME).isEmpty())) {
            section.error(
                    NAME,
                    text.isPresent() ? shown(section, text.get()) + " is no interval" : "no interval",
                    EXPECTATION);
        }
        return interval;
    }

    private static Optional<String> text(ConfigSection section) {
        OptionalLong number =
                section.node(NAME).orElse(null) instanceof ConfigNumber node ? node.asLong() : OptionalLong.empty();
        return number.isPresent() ? Optional.of(Long.toString(number.getAsLong())) : section.string(NAME);
    }

    private static String shown(ConfigSection section, String text) {
        return section.node(NAME).filter(ConfigNode::isSecret).isPresent() ? "[***]" : "[" + text + "]";
    }

    /** Returns the interval that this text is, which may be zero. */
    public static Optional<Duration> parse(String text) {
        String compact = text.strip();
        if (MINUTES.matcher(compact).matches()) {
            return Optional.of(Duration.ofMinutes(Long.parseLong(compact)));
        }
        if (!PARTS.matcher(compact).matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        for (Matcher part = PART.matcher(compact); part.find(); ) {
            sum = sum.plus(duration(Long.parseLong(part.group(1)), part.group(2)));
        }
        return Optional.of(sum);
    }

    private static Duration duration(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
