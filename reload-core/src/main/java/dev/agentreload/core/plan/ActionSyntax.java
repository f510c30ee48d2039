// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import com.google.common.escape.Escaper;
import com.google.common.net.PercentEscaper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text form of actions. */
final class ActionSyntax {

    static final String CHANNEL = "restart-channel:";
    static final String CHANNEL_ACCOUNT = "restart-channel-account:";

    /** The unreserved characters of RFC 3986 stay as they are; all others are encoded byte by byte. */
    private static final Escaper ENCODER = new PercentEscaper("-._~", false);

    /** May be empty, as a key may. */
    private static final String CAPTURE = "((?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*)";

    private static final Pattern CHANNEL_ID = Pattern.compile(CHANNEL + CAPTURE);
    private static final Pattern CHANNEL_ACCOUNT_ID = Pattern.compile(CHANNEL_ACCOUNT + CAPTURE + "/" + CAPTURE);
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~:/%-]*");

    private static final int REPLACEMENT = 0xfffd;

    private static final Map<String, ReloadAction> CONSTANTS = Maps.uniqueIndex(
            ImmutableList.of(
                    ReloadAction.RELOAD_MODELS,
                    ReloadAction.RELOAD_PROVIDERS,
                    ReloadAction.RELOAD_AGENTS,
                    ReloadAction.RELOAD_BINDINGS,
                    ReloadAction.RELOAD_HOOKS,
                    ReloadAction.RESTART_GMAIL_WATCHER,
                    ReloadAction.RESTART_BROWSER_CONTROL,
                    ReloadAction.RESTART_CRON,
                    ReloadAction.RESTART_HEARTBEAT),
            ReloadAction::id);

    private ActionSyntax() {}

    static ReloadAction parse(String id) {
        return parse(id, id);
    }

    /**
     * Refuses a second spelling of the same action too, such as {@code %41} for {@code A}.
     *
     * @param text what messages are about, if the id is made from it
     */
    static ReloadAction parse(String id, String text) {
        ReloadAction action = read(id, text);
        checkArgument(action.id().equals(id), "bad action [%s]: expected [%s]", text, action.id());
        return action;
    }

    private static ReloadAction read(String id, String text) {
        ReloadAction constant = CONSTANTS.get(id);
        if (constant != null) {
            return constant;
        }
        Matcher account = CHANNEL_ACCOUNT_ID.matcher(id);
        if (account.matches()) {
            return new ReloadAction.RestartChannelAccount(decode(account.group(1)), decode(account.group(2)));
        }
        Matcher channel = CHANNEL_ID.matcher(id);
        if (channel.matches()) {
            return new ReloadAction.RestartChannel(decode(channel.group(1)));
        }
        requireHostName(id, text);
        return new ReloadAction.HostAction(id);
    }

    /** Encodes any text: half of a surrogate pair, which UTF-8 has no bytes for, becomes the replacement character. */
    static String encode(String capture) {
        return ENCODER.escape(capture.codePoints()
                .map(point -> isHalfOfPair(point) ? REPLACEMENT : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
    }

    private static boolean isHalfOfPair(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }

    private static String decode(String capture) {
        return URLDecoder.decode(capture, StandardCharsets.UTF_8);
    }

    static void requireHostName(String name) {
        checkArgument(!CONSTANTS.containsKey(name), "action [%s] is built in and cannot be a host's", name);
        requireHostName(name, name);
    }

    private static void requireHostName(String name, String text) {
        checkArgument(
                HOST_NAME.matcher(name).matches(),
                "bad action [%s]: expected letters, digits and any of . _ ~ : / % -, starting with a letter or digit",
                text);
        checkArgument(
                !name.startsWith(CHANNEL) && !name.startsWith(CHANNEL_ACCOUNT),
                "bad action [%s]: expected %sCHANNEL or %sCHANNEL/ACCOUNT, percent-encoded",
                text,
                CHANNEL,
                CHANNEL_ACCOUNT);
    }
}
