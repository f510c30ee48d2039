// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.ReadResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the content of included files where a document names them, as OpenClaw does: several files are merged in their order,
 * objects key by key and lists one behind the other, and the members beside {@code $include} are merged last.
 * <em>Not safe for use by multiple threads.</em>
 */
public final class IncludedNodes {

    /** The key whose value names files. */
    public static final String KEY = "$include";

    private final Files files;
    private final ProblemCollector problems = new ProblemCollector();
    private final Hasher hasher = new Hasher();

    public IncludedNodes(Files files) {
        this.files = files;
    }

    /** Gives the content of files. */
    public interface Files {

        /**
         * Returns the raw content of a file, whose own includes the caller expands with what this gives; null if there is none,
         * and why in the problems.
         *
         * @param name as it is written
         * @param place where it is written
         */
        @Nullable
        Included open(String name, LocatedNode place, ProblemCollector problems);
    }

    /**
     * The content of a file.
     *
     * @param root the value it holds
     * @param files gives what it includes itself
     */
    public record Included(ConfigNode root, Files files) {}

    /** Returns what was wrong on the way. */
    public ProblemCollector problems() {
        return problems;
    }

    /** Returns the value with the content of all files that it names, and theirs. */
    public ConfigNode expand(ConfigNode root) {
        return expand(new LocatedNode(ConfigPath.root(), root), files);
    }

    private ConfigNode expand(LocatedNode place, Files from) {
        if (place.node() instanceof ConfigArray array) {
            ConfigNode[] elements = new ConfigNode[array.size()];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = expand(place.index(i, array.element(i)), from);
            }
            ArrayNode node = (ArrayNode) array;
            return ArrayNode.of(node.source(), node.packedPosition(), hasher, elements);
        }
        if (!(place.node() instanceof ConfigObject object)) {
            return place.node();
        }
        Map<String, ConfigNode> members = new LinkedHashMap<>();
        object.forEach((key, value) -> {
            if (!key.equals(KEY)) {
                members.put(key, expand(place.key(key, value), from));
            }
        });
        ObjectNode rest = object((ObjectNode) object, members);
        return object.find(KEY)
                .map(names -> beside(rest, place.path(), place.key(KEY, names), from))
                .orElse(rest);
    }

    private ConfigNode beside(ObjectNode rest, ConfigPath path, LocatedNode names, Files from) {
        ConfigNode included = included(path, names, from);
        if (included == null || rest.isEmpty()) {
            return included == null ? rest : included;
        }
        if (!(included instanceof ConfigObject)) {
            problems.add(names.problem(
                    ConfigPath.root(),
                    "the included file holds " + included.kind().description(),
                    "expected an object, since other keys stand beside it"));
            return rest;
        }
        return merge(included, rest);
    }

    private @Nullable ConfigNode included(ConfigPath path, LocatedNode names, Files from) {
        List<LocatedNode> all = new ArrayList<>();
        if (names.node() instanceof ConfigArray list) {
            for (int i = 0; i < list.size(); i++) {
                all.add(names.index(i, list.element(i)));
            }
        } else {
            all.add(names);
        }
        ConfigNode merged = null;
        for (LocatedNode name : all) {
            ConfigNode content = file(path, name, from);
            merged = merged == null || content == null ? (content == null ? merged : content) : merge(merged, content);
        }
        return merged;
    }

    private @Nullable ConfigNode file(ConfigPath path, LocatedNode name, Files from) {
        if (!(name.node() instanceof ConfigString text)) {
            problems.add(name.mismatch("the path of a file, or a list of paths"));
            return null;
        }
        Included included = from.open(text.value(), new LocatedNode(path, name.node()), problems);
        return included == null ? null : expand(new LocatedNode(path, included.root()), included.files());
    }

    private ConfigNode merge(ConfigNode first, ConfigNode second) {
        if (first instanceof ArrayNode before && second instanceof ArrayNode after) {
            ConfigNode[] elements = ImmutableList.<ConfigNode>builder()
                    .addAll(before.elements())
                    .addAll(after.elements())
                    .build()
                    .toArray(ConfigNode[]::new);
            return ArrayNode.of(before.source(), before.packedPosition(), hasher, elements);
        }
        if (!(first instanceof ObjectNode before) || !(second instanceof ObjectNode after)) {
            return second;
        }
        Map<String, ConfigNode> members = new LinkedHashMap<>();
        before.forEach(members::put);
        after.forEach((key, value) -> members.merge(key, value, (there, later) -> merge(there, later)));
        return object(after, members);
    }

    private ObjectNode object(ObjectNode like, Map<String, ConfigNode> members) {
        ObjectShape shape = new ObjectShape(List.copyOf(members.keySet()), hasher);
        return ObjectNode.of(
                like.source(),
                like.packedPosition(),
                hasher,
                shape,
                members.values().toArray(ConfigNode[]::new));
    }

    /** Reads a whole tree as a document with these settings, as if it stood in one file. */
    public static ReadResult document(
            ReadSettings settings, String source, ConfigNode root, List<ConfigProblem> warnings) {
        ProblemCollector problems = new ProblemCollector();
        problems.addAll(warnings);
        TreeBuilder builder = new TreeBuilder(settings, source, problems);
        new TreeReplay(builder).replay(root);
        return builder.result(null);
    }

    /** Returns the value that was read as a fragment. */
    public static ConfigNode fragment(ConfigDocument document) {
        return document.root().value(0);
    }
}
