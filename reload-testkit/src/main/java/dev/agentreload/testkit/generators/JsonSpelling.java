// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.generators;

import dev.agentreload.core.config.JsonText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Writes values as JSON text. Seed 0 writes as programs do; every other seed writes the same as some person might: keys in
 * another order, other spacing, comments, trailing commas, quotes left out, numbers spelled otherwise. <em>Not safe for use
 * by multiple threads.</em>
 */
final class JsonSpelling {

    private static final List<String> SPACES = List.of(" ", "", "\n  ", "\t", "\r\n", " // so\n", " /* so */ ");

    private final StringBuilder text = new StringBuilder();
    private final Random random;
    private final boolean plain;

    private JsonSpelling(long seed) {
        this.random = new Random(seed);
        this.plain = seed == 0;
    }

    static String write(Json value, long seed) {
        JsonSpelling spelling = new JsonSpelling(seed);
        spelling.value(value);
        return spelling.text.toString();
    }

    private void value(Json value) {
        if (value instanceof Json.Members members) {
            List<Map.Entry<String, Json>> inOrder =
                    new ArrayList<>(members.byKey().entrySet());
            if (!plain) {
                Collections.shuffle(inOrder, random);
            }
            sequence('{', inOrder, this::member, '}');
        } else if (value instanceof Json.Elements elements) {
            sequence('[', elements.inOrder(), this::value, ']');
        } else {
            text.append(scalar(value));
        }
    }

    private <T> void sequence(char open, List<T> parts, Consumer<T> writer, char close) {
        text.append(open);
        for (Iterator<T> rest = parts.iterator(); rest.hasNext(); ) {
            space();
            writer.accept(rest.next());
            space();
            text.append(rest.hasNext() || oneIn(6) ? "," : "");
        }
        space();
        text.append(close);
    }

    private void member(Map.Entry<String, Json> member) {
        String key = member.getKey();
        text.append(oneIn(3) && key.matches("[A-Za-z_][A-Za-z0-9_]*") ? key : string(key));
        space();
        text.append(':');
        space();
        value(member.getValue());
    }

    private String scalar(Json value) {
        if (value instanceof Json.Text string) {
            return string(string.value());
        }
        if (value instanceof Json.Numeral number) {
            return number(number.value());
        }
        return value instanceof Json.Flag flag ? Boolean.toString(flag.value()) : "null";
    }

    private String string(String value) {
        if (oneIn(4) && value.chars().allMatch(c -> c >= ' ' && c != '\'' && c != '\\')) {
            return "'" + value + "'";
        }
        return oneIn(4) ? escaped(value) : JsonText.compact(value);
    }

    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder("\"");
        value.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
        return escaped.append('"').toString();
    }

    private String number(BigDecimal value) {
        if (plain || oneIn(2)) {
            return value.toString();
        }
        int zeros = random.nextInt(3);
        BigInteger unscaled = value.unscaledValue().multiply(BigInteger.TEN.pow(zeros));
        return switch (random.nextInt(3)) {
            case 0 -> unscaled + "e" + -(value.scale() + zeros);
            case 1 -> unscaled + ".0E" + -(value.scale() + zeros);
            default -> value.setScale(Math.max(value.scale(), 0) + zeros).toPlainString();
        };
    }

    private void space() {
        if (!plain) {
            text.append(SPACES.get(random.nextInt(SPACES.size())));
        }
    }

    private boolean oneIn(int chances) {
        return !plain && random.nextInt(chances) == 0;
    }
}
