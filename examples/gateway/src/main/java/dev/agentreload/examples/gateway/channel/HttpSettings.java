// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.bind.ConfigType;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code channels.http} says.
 *
 * @param host the address to listen on
 * @param port the port; 0 for any free one
 * @param tokens the tokens by name, at most one without a name. Callers need one to do more than write a message; without tokens no
 *     caller can
 * @param tls the certificate; empty for plain HTTP
 */
public record HttpSettings(String host, int port, Map<String, Secret> tokens, Optional<TlsSettings> tls) {

    static final ConfigPath PATH = ConfigPath.of("channels", HttpChannel.NAME);

    private static final String LOOPBACK = "127.0.0.1";

    /** The name of a host may begin with these digits too. */
    private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.\\d{1,3}){3}");

    private static final int DEFAULT_PORT = 8080;
    private static final int MAX_PORT = 65535;

    private static final SectionKeys HTTP = SectionKeys.of(
            ConfigKey.bool("enabled", "false for a channel that is checked and not opened")
                    .orTrue(),
            ConfigKey.string("host", "the address to listen on").orElse(LOOPBACK),
            ConfigKey.of("port", new ConfigType.IntegerRange(0, MAX_PORT), "the port; 0 for any free one")
                    .orElse(DEFAULT_PORT),
            ConfigKey.string("token", "what callers present; needed for addresses that others reach"),
            ConfigKey.of(
                    "tokens",
                    new ConfigType.MapOf(ConfigType.STRING),
                    "further tokens, each under the name that the history gives its caller"),
            ConfigKey.section(TlsSettings.NAME, TlsSettings.KEYS, "a certificate, for HTTPS in place of plain HTTP"));

    /** The keys at the root that lead to these settings. */
    public static final SectionKeys KEYS = SectionKeys.of(ConfigKey.section(
                    "channels",
                    SectionKeys.of(ConfigKey.section(HttpChannel.NAME, HTTP, "messages over HTTP"))
                            .allowingOthers(),
                    "where people write"))
            .allowingOthers();

    /** Returns the settings, empty if the document has no such channel or it is switched off, and adds what is wrong with them. */
    public static Optional<HttpSettings> read(ConfigDocument document, ProblemCollector problems) {
        return ConfigSection.of(document, problems)
                .withKeys(KEYS)
                .section("channels")
                .flatMap(channels -> channels.section(HttpChannel.NAME))
                .flatMap(HttpSettings::readEnabled);
    }

    /** A channel that is switched off is checked too, since it may be switched on later. */
    private static Optional<HttpSettings> readEnabled(ConfigSection section) {
        boolean enabled = section.bool("enabled").orElseThrow();
        HttpSettings settings = read(section);
        return enabled ? Optional.of(settings) : Optional.empty();
    }

    private static HttpSettings read(ConfigSection section) {
        String host = section.string("host").orElseThrow();
        long port = section.integer("port").orElseThrow();
        Map<String, Secret> tokens = tokens(section);
        if (section.node("token").isEmpty() && tokens.isEmpty() && !isLoopback(host)) {
            section.error("host", "others could write here without a token", "expected " + LOOPBACK + ", or a token");
        }
        if (section.node(TlsSettings.NAME).isEmpty()) {
            section.reportMistyped(TlsSettings.NAME); // the channel must not speak plain HTTP by mistake
        }
        Optional<TlsSettings> tls = section.section(TlsSettings.NAME).flatMap(TlsSettings::read);
        section.reportUnknownKeys(ConfigProblem.Severity.WARNING);
        return new HttpSettings(host, (int) port, tokens, tls);
    }

    /** Each can be replaced while the others stay, and the history tells their callers apart. */
    private static Map<String, Secret> tokens(ConfigSection section) {
        Map<String, Secret> tokens = new LinkedHashMap<>();
        section.string("token").ifPresent(token -> add(section, "token", "", token, tokens));
        section.section("tokens")
                .ifPresent(
                        named -> named.memberStrings().forEach((name, token) -> add(named, name, name, token, tokens)));
        return Collections.unmodifiableMap(tokens);
    }

    /** A token that is there but says nothing, such as a secret file that is being written, must not open the channel. */
    private static void add(ConfigSection section, String key, String name, String token, Map<String, Secret> tokens) {
        if (token.isBlank()) {
            section.error(key, "the token is blank", "expected a text, or no token here");
        }
        if (tokens.values().stream().anyMatch(other -> other.value().equals(token))) {
            section.error(key, "another caller has the same token", "expected one for each");
        }
        tokens.put(name, new Secret(token));
    }

    /** Returns how addresses of this channel begin. */
    String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    /** Returns whether a server for these settings can stay for the others. */
    boolean isSameAddress(HttpSettings other) {
        return host.equals(other.host) && port == other.port;
    }

    /** Asks no name service, which must not decide whether a configuration is valid. */
    static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals("::1")
                || LOOPBACK_V4.matcher(host).matches();
    }
}
