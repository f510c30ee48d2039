package dev.agentreload.examples.gateway.schedule;

import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.examples.gateway.config.Texts;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads intervals such as {@code 30s}. */
final class Interval {

    private static final String KEY = "every";
    private static final Pattern SYNTAX = Pattern.compile("([1-9]\\d{0,8})(ms|s|m|h|d)");

    private Interval() {}

    /** Returns how often; empty, with a problem, if the section does not say so. */
    static Optional<Duration> read(ConfigSection section) {
        Optional<String> text = section.text(KEY);
        Optional<Duration> interval = text.flatMap(Interval::parse);
        if (interval.isEmpty()) {
            section.error(
                    KEY,
                    text.isPresent() ? Texts.shown(section, KEY) + " is no interval" : "no interval",
                    "expected a number and ms, s, m, h or d, such as 30s");
        }
        return interval;
    }

    private static Optional<Duration> parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        return matcher.matches()
                ? Optional.of(duration(Long.parseLong(matcher.group(1)), matcher.group(2)))
                : Optional.empty();
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
