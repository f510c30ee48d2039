// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the value of a {@code Retry-After} header: seconds or a date (RFC 9110, 10.2.3). */
final class RetryAfter {

    private static final int MAX_DIGITS = 9;

    private RetryAfter() {}

    /** Returns the pause from now on; empty if the value is neither, and zero if the date has passed. */
    static Optional<Duration> parse(String value, Instant now) {
        String text = value.strip();
        return isSeconds(text) ? Optional.of(Duration.ofSeconds(Integer.parseInt(text))) : fromDate(text, now);
    }

    private static boolean isSeconds(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_DIGITS
                && text.chars().allMatch(character -> character >= '0' && character <= '9');
    }

    private static Optional<Duration> fromDate(String text, Instant now) {
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO);
        } catch (DateTimeException e) {
            return Optional.empty(); // the provider is asked again after the catalog's own delay
        }
    }
}
