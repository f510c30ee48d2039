// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.laws;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.diff.ListIdentities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes documents in which one member grows, part by part, from nothing to what it is. */
@SuppressWarnings("ReferenceEquality") // what is absent is one instance
record Growth(ListIdentities identities) {

    /** Marks what has not grown yet. */
    private static final Object ABSENT = new Object();

    /** Returns the documents from that without the chosen member to the whole one; a document without members stays alone. */
    List<ConfigDocument> of(ConfigDocument document, int choice) {
        List<ConfigPath> members = new ArrayList<>();
        collect(document.root(), ConfigPath.root(), members);
        if (members.isEmpty()) {
            return List.of(document);
        }
        ConfigPath grown = members.get(Math.floorMod(choice, members.size()));
        Set<ConfigPath> leaves = new LinkedHashSet<>();
        all(document.root(), ConfigPath.root(), leaves);
        List<ConfigPath> parts =
                leaves.stream().filter(leaf -> leaf.startsWith(grown)).toList();
        Set<ConfigPath> kept = new LinkedHashSet<>(leaves);
        kept.removeAll(parts);
        List<ConfigDocument> growing = new ArrayList<>();
        growing.add(prune(document, kept, grown));
        for (ConfigPath part : parts) {
            kept.add(part);
            growing.add(prune(document, kept, grown));
        }
        return growing;
    }

    /** Collects the members of objects that lie in no list. */
    private static void collect(ConfigNode node, ConfigPath path, List<ConfigPath> members) {
        if (node instanceof ConfigObject object) {
            object.forEach((key, value) -> {
                members.add(path.key(key));
                collect(value, path.key(key), members);
            });
        }
    }

    /** Collects the leaves, of an element of a list its identity first: before that it is no such element. */
    private void all(ConfigNode node, ConfigPath path, Set<ConfigPath> leaves) {
        Trees.leaves(node, path, identities, (leaf, value) -> {
            for (int depth = 1; depth < leaf.depth(); depth++) {
                ConfigPath above = ConfigPath.of(leaf.segments().subList(0, depth));
                if (above.segments().get(depth - 1) instanceof PathSegment.Identity identity) {
                    leaves.add(above.key(identity.key()));
                }
            }
            leaves.add(leaf);
        });
    }

    /** Returns the document with these leaves; above the grown member everything stays, even if it becomes empty. */
    private ConfigDocument prune(ConfigDocument document, Set<ConfigPath> kept, ConfigPath grown) {
        return Trees.document(Trees.object(prune(document.root(), ConfigPath.root(), kept, grown)));
    }

    private @Nullable Object prune(ConfigNode node, ConfigPath path, Set<ConfigPath> kept, ConfigPath grown) {
        if (kept.contains(path)) {
            return Trees.plain(node);
        }
        if (node instanceof ConfigObject object) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            object.forEach((key, value) -> {
                Object member = prune(value, path.key(key), kept, grown);
                if (member != ABSENT) {
                    members.put(key, member);
                }
            });
            return members.isEmpty() && !isAbove(path, grown) ? ABSENT : members;
        }
        return node instanceof ConfigArray array ? elements(array, path, kept, grown) : ABSENT;
    }

    private Object elements(ConfigArray array, ConfigPath path, Set<ConfigPath> kept, ConfigPath grown) {
        Optional<List<ConfigPath>> paths = Trees.elementPaths(array, path, identities);
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; paths.isPresent() && i < array.size(); i++) {
            Object element = prune(array.element(i), paths.get().get(i), kept, grown);
            if (element != ABSENT) {
                elements.add(element);
            }
        }
        return elements.isEmpty() ? ABSENT : elements;
    }

    private static boolean isAbove(ConfigPath path, ConfigPath grown) {
        return grown.startsWith(path) && !path.equals(grown);
    }
}
