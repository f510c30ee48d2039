// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.agentreload.core.apply.ReloadMode;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigString;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the mode of a request. Pure. */
final class ModeSetting {

    private static final ConfigPath PATH = ConfigPath.of("gateway", "reload", "mode");
    private static final ImmutableMap<String, ReloadMode> MODES =
            Maps.uniqueIndex(List.of(ReloadMode.values()), mode -> mode.name().toLowerCase(Locale.ROOT));

    private ModeSetting() {}

    /** Returns what is wrong with the document's setting. */
    static List<ConfigProblem> problems(ConfigDocument document) {
        return document.find(PATH)
                .filter(node -> parse(node).isEmpty())
                .map(ModeSetting::problem)
                .map(ImmutableList::of)
                .orElse(ImmutableList.of());
    }

    private static ConfigProblem problem(ConfigNode node) {
        return node instanceof ConfigString text && !text.isSecret()
                ? ConfigProblem.error(
                        PATH,
                        node.position(),
                        "unknown reload mode [" + text.value() + "]",
                        "expected one of " + MODES.keySet())
                : ConfigProblem.error(
                        PATH,
                        node.position(),
                        "found " + node.kind().description(),
                        "expected one of " + MODES.keySet());
    }

    /** Returns the mode of the document, which is {@link ReloadMode#STANDARD} unless it says otherwise. */
    static ReloadMode of(ConfigDocument document) {
        return document.find(PATH).flatMap(ModeSetting::parse).orElse(ReloadMode.STANDARD);
    }

    private static Optional<ReloadMode> parse(ConfigNode node) {
        return node instanceof ConfigString text
                ? Optional.ofNullable(MODES.get(text.value().toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }
}
