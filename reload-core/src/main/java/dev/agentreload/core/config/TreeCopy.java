package dev.agentreload.core.config;

import java.util.ArrayList;
import java.util.List;

/** Copies trees and changes their fingerprints' key. */
final class TreeCopy {

    private final Hasher hasher;

    TreeCopy(FingerprintKey key) {
        this.hasher = new Hasher(key);
    }

    ConfigObject copy(ConfigObject object) {
        List<String> names = new ArrayList<>(object.size());
        ConfigNode[] values = new ConfigNode[object.size()];
        for (int i = 0; i < values.length; i++) {
            names.add(object.key(i));
            values[i] = copy(object.value(i));
        }
        Keys keys = new Keys(names, hasher);
        return ConfigObject.of(origin(object), hasher, keys, values);
    }

    private ConfigNode copy(ConfigNode node) {
        return switch (node.kind()) {
            case OBJECT -> copy((ConfigObject) node);
            case ARRAY -> copy((ConfigArray) node);
            case STRING -> copy((ConfigString) node);
            case NUMBER -> ConfigNumber.of(origin(node), hasher, ((ConfigNumber) node).value());
            case BOOLEAN -> ConfigBoolean.of(origin(node), hasher, ((ConfigBoolean) node).value());
            case NULL -> ConfigNull.of(origin(node), hasher);
        };
    }

    private ConfigString copy(ConfigString string) {
        return ConfigString.of(origin(string), hasher, string.value(), string.template());
    }

    private ConfigArray copy(ConfigArray array) {
        ConfigNode[] elements = new ConfigNode[array.size()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = copy(array.element(i));
        }
        return ConfigArray.of(origin(array), hasher, elements);
    }

    private static NodeOrigin origin(ConfigNode node) {
        AbstractConfigNode content = (AbstractConfigNode) node;
        return new NodeOrigin(content.source()).at(content.packedPosition(), node.isSecret());
    }
}
