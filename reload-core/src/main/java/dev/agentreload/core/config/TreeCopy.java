package dev.agentreload.core.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Copies trees and changes their fingerprints' key. */
final class TreeCopy {

    private final FingerprintKey key;
    private final Hasher hasher;
    private final Map<NodeOrigin, NodeOrigin> origins = new HashMap<>();

    TreeCopy(FingerprintKey key) {
        this.key = key;
        this.hasher = new Hasher(key);
    }

    ConfigObject copy(ConfigObject object) {
        List<String> names = new ArrayList<>(object.size());
        ConfigNode[] values = new ConfigNode[object.size()];
        for (int i = 0; i < values.length; i++) {
            names.add(object.key(i));
            values[i] = copy(object.value(i));
        }
        return ConfigObject.of(origin(object), object.packedPosition(), hasher, new Keys(names, hasher), values);
    }

    private ConfigNode copy(ConfigNode node) {
        AbstractConfigNode original = (AbstractConfigNode) node;
        NodeOrigin origin = origin(original);
        long position = original.packedPosition();
        boolean secret = node.isSecret();
        return switch (node.kind()) {
            case OBJECT -> copy((ConfigObject) node);
            case ARRAY -> copy((ConfigArray) node);
            case STRING -> new ConfigString(origin, position, secret, resolved((ConfigString) node));
            case NUMBER -> new ConfigNumber(origin, position, secret, ((ConfigNumber) node).value());
            case BOOLEAN -> new ConfigBoolean(origin, position, secret, ((ConfigBoolean) node).value());
            case NULL -> new ConfigNull(origin, position, secret);
        };
    }

    private static ConfigString.Resolved resolved(ConfigString string) {
        return new ConfigString.Resolved(string.value(), string.template());
    }

    private ConfigArray copy(ConfigArray array) {
        ConfigNode[] elements = new ConfigNode[array.size()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = copy(array.element(i));
        }
        return ConfigArray.of(origin(array), array.packedPosition(), hasher, elements);
    }

    private NodeOrigin origin(AbstractConfigNode node) {
        return origins.computeIfAbsent(node.origin(), origin -> new NodeOrigin(origin.source(), key));
    }
}
