// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigType;
import dev.agentreload.core.bind.SectionKeys;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How much of a change is applied while the program runs. It is read from {@code gateway.reload.mode} of the new
 * document, unless the host fixes it. {@link #OFF} and {@link #RESTART} govern automatic requests; manual ones run as
 * {@link #HYBRID} unless they name a mode.
 */
public enum ReloadMode {
    /** Nothing is planned and nothing is applied. */
    OFF,
    /** Any change for which something has to be done asks for a restart. */
    RESTART,
    /** A change is applied as a whole, and only if no part of it needs a restart. */
    HYBRID,
    /** What needs no restart is applied; the rest is deferred until there is one. */
    HOT;

    /** The mode of a document that does not say one. */
    public static final ReloadMode STANDARD = HYBRID;

    /** Returns the keys at the root of a document that say the mode; what else a document has is for other readers. */
    public static SectionKeys keys() {
        ConfigKey mode = ConfigKey.of(
                        "mode", new ConfigType.Choice(words()), "how much of a change is applied without a restart")
                .orElse(STANDARD.word());
        SectionKeys reload = SectionKeys.of(mode).allowingOthers();
        SectionKeys gateway = SectionKeys.of(ConfigKey.section("reload", reload, "how changes of the file are applied"))
                .allowingOthers();
        return SectionKeys.of(ConfigKey.section("gateway", gateway, "the process itself"))
                .allowingOthers();
    }

    private static List<String> words() {
        return Stream.of(values()).map(ReloadMode::word).toList();
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
