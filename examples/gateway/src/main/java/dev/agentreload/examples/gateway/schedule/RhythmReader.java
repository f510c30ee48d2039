// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.schedule;

import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.bind.ConfigType;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.examples.gateway.config.Texts;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Reads when a job runs, as this gateway and OpenClaw write it. */
final class RhythmReader {

    /** A model asked more often than this is a mistake. */
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private static final ConfigKey ZONE =
            ConfigKey.string("tz", "the time zone of these times; this machine's where it is absent");

    private static final SectionKeys SCHEDULE = SectionKeys.of(
                    ConfigKey.of("kind", new ConfigType.Choice(List.of("every", "cron")), "which of the others counts"),
                    ConfigKey.string("expr", "minute, hour, day, month and day of week"),
                    ConfigKey.integer("everyMs", 0, "milliseconds between runs"),
                    Interval.KEY,
                    ZONE)
            .with(ConfigKey.accepted("anchorMs"));

    /** The keys of a job that say when it runs. */
    static final SectionKeys JOB = SectionKeys.of(
            Interval.KEY,
            ConfigKey.string("cron", "minute, hour, day, month and day of week, such as 0 7 * * 1-5"),
            ZONE,
            ConfigKey.section("schedule", SCHEDULE, "the same, as OpenClaw writes it"));

    /** When a heartbeat beats. */
    static final SectionKeys HOURS = SectionKeys.of(
            ConfigKey.string("start", "the first time of day, such as 09:00"),
            ConfigKey.string("end", "the last one"),
            ConfigKey.string("timezone", "the time zone of these times; local for this machine's"));

    private RhythmReader() {}

    /**
     * Returns the rhythm of a job: {@code "every": "30m"}, or {@code "cron": "0 7 * * *"} with {@code "tz"}, or OpenClaw's {@code
     * "schedule": {"kind": "cron", "expr": "0 7 * * *", "tz": "Europe/Berlin"}} or {@code {"kind": "every", "everyMs": 60000}}.
     * Empty, with a problem, if it has none.
     */
    static Optional<Rhythm> read(ConfigSection job) {
        Optional<ConfigSection> schedule = job.section("schedule");
        if (schedule.isPresent()) {
            return ofSchedule(schedule.get());
        }
        return job.node("cron").isPresent()
                ? times(job, "cron")
                : Interval.read(job).flatMap(every -> checked(job, "every", every));
    }

    private static Optional<Rhythm> ofSchedule(ConfigSection schedule) {
        String kind = schedule.string("kind").orElse(schedule.node("expr").isPresent() ? "cron" : "every");
        Optional<Rhythm> rhythm = Optional.empty();
        switch (kind) {
            case "cron" -> rhythm = times(schedule, "expr");
            case "every" -> {
                rhythm = schedule.node("everyMs").isPresent()
                        ? schedule.integer("everyMs").stream()
                                .boxed()
                                .findFirst()
                                .flatMap(millis -> checked(schedule, "everyMs", Duration.ofMillis(millis)))
                        : Interval.read(schedule).flatMap(every -> checked(schedule, "every", every));
            }
            default ->
                schedule.warning(
                        "kind",
                        "this gateway runs no job of kind " + Texts.shown(schedule, "kind"),
                        "expected every or cron; the job never runs");
        }
        return rhythm;
    }

    private static Optional<Rhythm> checked(ConfigSection section, String key, Duration every) {
        if (every.compareTo(SHORTEST) < 0) {
            section.error(key, "the interval is shorter than 100ms", Interval.EXPECTATION);
            return Optional.empty();
        }
        return Optional.of(Rhythm.every(every));
    }

    private static Optional<Rhythm> times(ConfigSection section, String key) {
        String expression = Texts.require(section, key);
        Optional<ZoneId> zone = zone(section, "tz");
        if (expression.isBlank() || zone.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Rhythm.at(Rhythm.Times.parse(expression, zone.get())));
        } catch (IllegalArgumentException e) {
            section.error(
                    key,
                    Texts.shown(section, key) + " is no cron expression",
                    "expected minute, hour, day, month and day of week, such as 0 7 * * 1-5");
            return Optional.empty();
        }
    }

    /** Returns the zone that a section names, or that of this machine; empty, with a problem, if there is no such zone. */
    private static Optional<ZoneId> zone(ConfigSection section, String key) {
        Optional<String> name = section.string(key);
        if (name.isEmpty()) {
            return Optional.of(ZoneId.systemDefault());
        }
        try {
            return Optional.of(ZoneId.of(name.get()));
        } catch (DateTimeException e) {
            section.error(key, "unknown time zone " + Texts.shown(section, key), "expected one such as Europe/Berlin");
            return Optional.empty();
        }
    }

    /**
     * Returns the hours of {@code "activeHours": {"start": "09:00", "end": "22:00", "timezone": "Europe/Berlin"}}; empty if a section
     * has none, or, with a warning, if they cannot be read.
     */
    static Optional<Rhythm.ActiveHours> activeHours(ConfigSection heartbeat) {
        return heartbeat.section("activeHours").flatMap(section -> {
            Optional<LocalTime> start = time(section, "start", LocalTime.MIDNIGHT);
            Optional<LocalTime> end = time(section, "end", LocalTime.MIDNIGHT);
            Optional<String> named =
                    section.string("timezone").filter(name -> !name.equals("local") && !name.equals("user"));
            Optional<ZoneId> zone = named.isEmpty() ? Optional.of(ZoneId.systemDefault()) : zone(section, "timezone");
            return start.isPresent() && end.isPresent() && zone.isPresent()
                    ? Optional.of(new Rhythm.ActiveHours(start.get(), end.get(), zone.get()))
                    : Optional.empty();
        });
    }

    private static Optional<LocalTime> time(ConfigSection section, String key, LocalTime missing) {
        Optional<String> text = section.string(key);
        if (text.isEmpty()) {
            return Optional.of(missing);
        }
        try {
            return Optional.of(text.get().equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text.get()));
        } catch (DateTimeException e) {
            section.warning(key, Texts.shown(section, key) + " is no time of day", "expected one such as 09:00");
            return Optional.empty();
        }
    }
}
