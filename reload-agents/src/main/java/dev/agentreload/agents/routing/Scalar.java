// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigNumber;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigString;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * An id as a configuration gives it: a string, or a number, since platforms number their rooms and people leave the quotes
 * out.
 *
 * @param text the id without blanks around it
 * @param shown what messages say for it
 */
record Scalar(String text, String shown) {

    private static final int MOST_DIGITS = 1_000;
    private static final String MASK = "***";

    /** Reads a member; null counts as absent, another kind is an error and counts as absent too. */
    static Optional<Scalar> read(ConfigSection section, String key) {
        return section.node(key).flatMap(node -> from(section, node, section.pathOf(key)));
    }

    /** Reads a member that is there to say something: an absent or blank one is an error. */
    static Optional<Scalar> require(ConfigSection section, String expectation, String key) {
        Optional<ConfigNode> node = section.node(key);
        if (node.isEmpty()) {
            missing(section, expectation, key);
            return Optional.empty();
        }
        Optional<Scalar> scalar = from(section, node.get(), section.pathOf(key));
        if (scalar.isPresent() && scalar.get().isBlank()) {
            section.problems()
                    .add(ConfigProblem.error(
                            section.pathOf(key), node.get().position(), "blank value", "expected " + expectation));
        }
        return scalar.filter(found -> !found.isBlank());
    }

    /** Adds the error that a member is not there. */
    static void missing(ConfigSection section, String expectation, String key) {
        if (!section.reportMistyped(key)) {
            section.problems()
                    .add(ConfigProblem.error(
                            section.path(),
                            section.object().position(),
                            "missing key [" + key + "]",
                            "expected " + expectation));
        }
    }

    /** Reads a value; null and containers are errors. */
    static Optional<Scalar> from(ConfigSection section, ConfigNode node, ConfigPath path) {
        if (node instanceof ConfigString string) {
            String text = string.value().strip();
            return Optional.of(new Scalar(text, string.isSecret() ? MASK : text));
        }
        if (node instanceof ConfigNumber number) {
            String text = text(number);
            return Optional.of(new Scalar(text, number.isSecret() ? MASK : text));
        }
        section.problems()
                .add(ConfigProblem.error(
                        path, node.position(), "found " + node.kind().description(), "expected a string or a number"));
        return Optional.empty();
    }

    /** Writes a whole number in full, as people write ids, but expands no large exponent. */
    private static String text(ConfigNumber number) {
        BigDecimal canonical = number.value().stripTrailingZeros();
        boolean isWhole = canonical.scale() <= 0 && canonical.precision() - canonical.scale() <= MOST_DIGITS;
        return isWhole ? canonical.toPlainString() : canonical.toString();
    }

    boolean isBlank() {
        return text.isEmpty();
    }
}
