// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigBoolean;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigNumber;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says about an agent besides its names and models, with the defaults beneath: a value the agent
 * does not give is the one of {@code agents.defaults}, inside of objects too. A list is one value.
 *
 * <p>Keys have their canonical names here: {@code maxTokens}, however the file spells it. Accessors return empty for a
 * value of another kind; the reader has made a problem of those it knows. <em>Immutable.</em>
 */
public final class AgentSettings {

    private static final AgentSettings NONE = new AgentSettings(ImmutableMap.of());

    private final ImmutableMap<ConfigPath, ConfigNode> values;

    private AgentSettings(ImmutableMap<ConfigPath, ConfigNode> values) {
        this.values = values;
    }

    /** Returns the settings that say nothing. */
    public static AgentSettings none() {
        return NONE;
    }

    static AgentSettings of(Map<ConfigPath, ConfigNode> values) {
        return values.isEmpty() ? NONE : new AgentSettings(ImmutableMap.copyOf(values));
    }

    /** Returns the values that are no objects, by their path from the agent on, in file order, defaults first. */
    public Map<ConfigPath, ConfigNode> values() {
        return values;
    }

    /** Returns the value to which these keys lead, unless it is an object. */
    public Optional<ConfigNode> find(String... keys) {
        return Optional.ofNullable(values.get(ConfigPath.of(keys)));
    }

    /** Returns a string. */
    public Optional<String> string(String... keys) {
        return find(keys).filter(ConfigString.class::isInstance).map(node -> ((ConfigString) node).value());
    }

    /** Returns a whole number. */
    public OptionalLong integer(String... keys) {
        return find(keys)
                .filter(ConfigNumber.class::isInstance)
                .map(node -> ((ConfigNumber) node).asLong())
                .orElse(OptionalLong.empty());
    }

    /** Returns a number. */
    public Optional<Double> number(String... keys) {
        return find(keys)
                .filter(ConfigNumber.class::isInstance)
                .map(node -> ((ConfigNumber) node).value().doubleValue());
    }

    /** Returns a boolean. */
    public Optional<Boolean> bool(String... keys) {
        return find(keys).filter(ConfigBoolean.class::isInstance).map(node -> ((ConfigBoolean) node).value());
    }

    /** Returns the elements of a list; empty if there is none. */
    public List<ConfigNode> elements(String... keys) {
        return find(keys)
                .filter(ConfigArray.class::isInstance)
                .map(node -> ((ConfigArray) node).elements())
                .orElse(List.of());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AgentSettings settings && values.equals(settings.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Returns the values, with secrets masked. */
    @Override
    public String toString() {
        return values.toString();
    }
}
