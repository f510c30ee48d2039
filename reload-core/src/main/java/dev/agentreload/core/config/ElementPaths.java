package dev.agentreload.core.config;

import java.util.HashMap;
import java.util.Map;

/**
 * Names the elements of one list, in order, by their identity where they have one: {@code [id=coder]}, and by their index
 * where they have none. <em>Not safe for use by multiple threads.</em>
 */
public final class ElementPaths {

    private final ConfigPath list;
    private final String key;
    private final boolean distinct;
    private final Map<ConfigNode, Integer> occurrences = new HashMap<>();

    private int next;

    /**
     * Creates the names of a list whose elements are told apart by this key.
     *
     * @param list the path of the list
     * @param key the key, such as {@code id}
     */
    public ElementPaths(ConfigPath list, String key) {
        this(list, key, false);
    }

    private ElementPaths(ConfigPath list, String key, boolean distinct) {
        this.list = list;
        this.key = key;
        this.distinct = distinct;
    }

    /** Returns the names of this list, whose elements need not be counted where each is known to have an identity of its own. */
    public static ElementPaths of(ConfigArray elements, ConfigPath list, String key) {
        return new ElementPaths(list, key, elements.identification(key) == ConfigArray.Identification.DISTINCT);
    }

    /** Returns the segment of the next element, which this is; ask for every element once and in order. */
    public PathSegment next(ConfigNode element) {
        int index = next++;
        ConfigNode id = element instanceof ConfigObject object ? object.valueOrNull(key) : null;
        if (id == null || id.kind().isContainer() || id.kind() == ConfigNode.Kind.NULL || id.hasSecrets()) {
            return new PathSegment.Index(index);
        }
        return PathSegment.Identity.of(key, id, distinct ? 0 : occurrences.merge(id, 1, Integer::sum) - 1);
    }

    /** Returns the path of the element with this segment. */
    public ConfigPath path(PathSegment segment) {
        return list.then(segment);
    }
}
