package dev.agentreload.core.config;

import java.util.regex.Pattern;

/** Turns values into what may be shown. */
final class Masking {

    static final String MASK = "***";

    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/\\s?#\"]*(?=@)");

    private Masking() {}

    static String show(ConfigString string) {
        return string.isSecret() ? MASK : show(string.value());
    }

    static boolean hidesPart(ConfigString string) {
        return !show(string.value()).equals(string.value());
    }

    static String show(String text) {
        return text.contains("://") ? USER_INFO.matcher(text).replaceAll(MASK) : text;
    }
}
