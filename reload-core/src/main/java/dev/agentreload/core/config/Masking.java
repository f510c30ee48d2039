package dev.agentreload.core.config;

import java.util.regex.Pattern;

/** Turns values into what may be shown. */
final class Masking {

    static final String MASK = "***";

    /**
     * What stands before the host of a URL. A password with a raw {@code /}, {@code ?} or {@code #} in it makes a URL that is none,
     * and is a password all the same: what follows the first colon is no port then. The bounds keep long texts from taking long.
     */
    private static final Pattern USER_INFO =
            Pattern.compile("(?<=://)(?:[^/\\s?#\"]*|[^/\\s?#\"@\\[:]{0,256}:(?!\\d*+[/?#])[^\\s\"]{0,512})(?=@)");

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
