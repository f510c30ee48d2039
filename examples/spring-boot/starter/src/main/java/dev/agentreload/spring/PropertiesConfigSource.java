// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.JacksonBridge;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.source.ConfigSource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * A configuration in the application's own properties, below a prefix. The first property source that has a name counts, as
 * everywhere in Spring. Values are taken as they are written, so that {@code ${…}} follows the rules of the reader and its values are
 * secret. Problems name file, line and column if all properties are of one file. <em>Safe for use by multiple threads.</em>
 *
 * <p>Properties have no order among each other, and an empty list or object does not exist in them. It cannot be watched: after
 * a change of the environment, the host requests a reload.
 */
public final class PropertiesConfigSource implements ConfigSource {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ConfigurableEnvironment environment;
    private final String prefix;
    private final ConfigReader reader;

    /**
     * Creates the source.
     *
     * @param prefix the name before the first dot of the root's keys, such as {@code bots}
     * @param reader resolves the placeholders too
     */
    public PropertiesConfigSource(ConfigurableEnvironment environment, String prefix, ConfigReader reader) {
        this.environment = requireNonNull(environment, "environment");
        this.prefix = requireNonNull(prefix, "prefix");
        this.reader = requireNonNull(reader, "reader");
    }

    @Override
    public String name() {
        return "properties " + prefix;
    }

    @Override
    public ReadResult read() {
        PropertyTree tree = new PropertyTree();
        PropertyOrigins origins = new PropertyOrigins();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> enumerable) {
                addAll(enumerable, tree, origins);
            }
        }
        return JacksonBridge.read(reader, origins.findFile().orElseGet(this::name), json(tree), origins.factory());
    }

    private static byte[] json(PropertyTree tree) {
        try {
            return MAPPER.writeValueAsBytes(tree.toMap());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text, numbers and booleans can be written", e);
        }
    }

    private void addAll(EnumerablePropertySource<?> source, PropertyTree tree, PropertyOrigins origins) {
        for (String property : source.getPropertyNames()) {
            if (property.startsWith(prefix + ".")) {
                String name = property.substring(prefix.length() + 1);
                tree.addIfAbsent(name, source.getProperty(property));
                origins.add(source, property, PropertyTree.keys(name));
            }
        }
    }
}
