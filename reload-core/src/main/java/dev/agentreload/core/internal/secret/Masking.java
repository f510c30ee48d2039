// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.secret;

import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigString;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns values into what may be shown. */
public final class Masking {

    public static final String MASK = "***";

    /**
     * What stands before the host of a URL. A password with a raw {@code /}, {@code ?} or {@code #} in it makes a URL that is none,
     * and is still a password: what follows the first colon is no port then. The bounds keep long texts from taking long.
     */
    private static final Pattern USER_INFO =
            Pattern.compile("(?<=://)(?:[^/\\s?#\"]*|[^/\\s?#\"@\\[:]{0,256}:(?!\\d*+[/?#])[^\\s\"]{0,512})(?=@)");

    /** What follows the addresses of webhooks, each of which gives access by itself: Slack and others, Discord, Teams, Feishu, IFTTT. */
    private static final Pattern WEBHOOK =
            Pattern.compile("(?i)(?:://hooks\\.[^/\\s\"'?#]{1,200}/(?:services/|workflows/|triggers/)?"
                    + "|://(?:[a-z]{1,20}\\.)?discord(?:app)?\\.com/api/(?:v\\d{1,3}/)?webhooks/"
                    + "|://[^/\\s\"'?#]{1,200}\\.webhook\\.office\\.com/webhookb2/"
                    + "|://outlook\\.office(?:365)?\\.com/webhook/"
                    + "|://open\\.(?:feishu\\.cn|larksuite\\.com)/open-apis/bot/(?:v\\d{1,3}/)?hook/"
                    + "|://maker\\.ifttt\\.com/[^\\s\"'?#]{1,200}/with/key/"
                    + "|://hook\\.(?:[a-z0-9]{1,20}\\.)?make\\.com/"
                    + "|://[^/\\s\"'?#]{1,200}/(?:hooks/(?=[A-Za-z0-9]{20})|api/webhook/))(?<hidden>[^\\s\"'<>?#]+)");

    /** The token in the path of Telegram's interface for bots. */
    private static final Pattern BOT_PATH = Pattern.compile("/bot(?<hidden>\\d{1,20}:[\\w-]+)");

    /** A parameter of a URL, a member of a connection string or an option of a command. */
    private static final Pattern PARAMETER = Pattern.compile(
            "(?:(?<query>[?&])|(?<![\\w.-]))-{0,2}(?<name>[A-Za-z][\\w.-]{0,63}+)=(?<hidden>\"[^\"]+\"|[^&;#\\s\"'<>]*[^&;#\\s\"'<>\\])},.])");

    private static final Pattern OPTION = Pattern.compile("--?(?<name>[A-Za-z][\\w.-]{0,63})");

    private Masking() {}

    public static String show(ConfigString string) {
        return string.isSecret() ? MASK : show(string.value());
    }

    public static boolean hidesPart(ConfigString string) {
        return !show(string.value()).equals(string.value());
    }

    public static String show(String text) {
        return show(text, hidden -> {});
    }

    /** Returns what may be shown of the text, and reports each part that is hidden. */
    public static String show(String text, Consumer<String> hidden) {
        String shown = text;
        if (text.contains("://")) {
            shown = USER_INFO.matcher(shown).replaceAll(match -> {
                hidden.accept(match.group());
                return MASK;
            });
            shown = hide(WEBHOOK, shown, hidden);
        }
        if (text.contains("/bot")) {
            shown = hide(BOT_PATH, shown, hidden);
        }
        return text.indexOf('=') < 0 ? shown : hide(PARAMETER, shown, hidden);
    }

    private static String hide(Pattern pattern, String text, Consumer<String> hidden) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder shown = new StringBuilder();
        int done = 0;
        while (matcher.find()) {
            if (pattern != PARAMETER || isSecretParameter(matcher)) {
                hidden.accept(matcher.group("hidden"));
                shown.append(text, done, matcher.start("hidden")).append(MASK);
                done = matcher.end();
            }
        }
        return done == 0 ? text : shown.append(text, done, text.length()).toString();
    }

    /** In a query, {@code key} is one that unlocks; elsewhere it may be anything. */
    private static boolean isSecretParameter(Matcher parameter) {
        String name = parameter.group("name");
        return parameter.group("query") == null ? SecretWords.isSecret(name) : SecretWords.isParameter(name);
    }

    /** Returns whether this element of a list is an option whose value, a secret, is the next. */
    public static boolean announcesSecret(ConfigNode element) {
        if (!(element instanceof ConfigString string) || !string.value().startsWith("-")) {
            return false;
        }
        Matcher option = OPTION.matcher(string.value());
        return option.matches() && takesSecret(option.group("name"));
    }

    private static boolean takesSecret(String option) {
        return option.equals("H") || option.equals("header") || SecretWords.isParameter(option);
    }
}
