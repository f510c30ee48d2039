// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigDocument.Unresolved;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.PlaceholderResolver.Placeholder;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Finds the placeholders without a value in a tree, and words for them. */
public final class UnresolvedText {

    private static final int MOST_PLACES = 3;

    private UnresolvedText() {}

    /** Returns all placeholders without a value, in file order. */
    static List<Unresolved> in(ConfigNode root) {
        ImmutableList.Builder<Unresolved> found = ImmutableList.builder();
        visit(new LocatedNode(ConfigPath.root(), root), found::add);
        return found.build();
    }

    private static void visit(LocatedNode place, Consumer<Unresolved> found) {
        if (place.node() instanceof ConfigObject object) {
            object.forEach((key, value) -> descend(value, () -> place.key(key, value), found));
        } else if (place.node() instanceof ConfigArray array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                descend(array.element(i), () -> place.index(index, array.element(index)), found);
            }
        } else if (place.node() instanceof StringNode string && string.gaps() != null) {
            string.gaps()
                    .all()
                    .forEach(gap -> found.accept(
                            new Unresolved(place.path(), string.position(), gap.placeholder(), gap.reason())));
        }
    }

    /** A path is made only for what has something below it: most values are plain. */
    private static void descend(ConfigNode node, Supplier<LocatedNode> place, Consumer<Unresolved> found) {
        if (node.kind().isContainer() || (node instanceof StringNode string && string.gaps() != null)) {
            visit(place.get(), found);
        }
    }

    /**
     * Returns one warning about all variables that are not set, and one for each other reason, in file order.
     *
     * @param section where in its file the document stands: the other places that a warning names are places of the file
     */
    public static List<ConfigProblem> warnings(Collection<Unresolved> unresolved, ConfigPath section) {
        if (unresolved.isEmpty()) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<ConfigProblem> warnings = ImmutableList.builder();
        List<Unresolved> unset =
                unresolved.stream().filter(UnresolvedText::isUnset).toList();
        if (!unset.isEmpty()) {
            warnings.add(warning(unset, unsetNames(unset), section));
        }
        unresolved.stream()
                .filter(one -> !isUnset(one))
                .collect(Collectors.groupingBy(Unresolved::reason, LinkedHashMap::new, Collectors.toList()))
                .forEach((reason, all) -> warnings.add(warning(all, reason, section)));
        return warnings.build();
    }

    private static ConfigProblem warning(List<Unresolved> places, String reason, ConfigPath section) {
        Unresolved first = places.get(0);
        List<ConfigPath> others = places.stream()
                .map(Unresolved::path)
                .distinct()
                .skip(1)
                .map(section::resolve)
                .toList();
        String elsewhere = others.isEmpty() ? "" : "also used at " + listed(others) + "; ";
        return ConfigProblem.warning(
                first.path(), first.position(), reason, elsewhere + "an error as soon as a component reads it");
    }

    /** Returns the first few of these, and how many more there are. */
    static String listed(List<ConfigPath> places) {
        String first =
                places.stream().limit(MOST_PLACES).map(ConfigPath::toString).collect(Collectors.joining(", "));
        return places.size() > MOST_PLACES ? first + " and " + (places.size() - MOST_PLACES) + " more" : first;
    }

    private static String unsetNames(List<Unresolved> unset) {
        List<String> names =
                unset.stream().map(one -> one.placeholder().name()).distinct().toList();
        return names.size() == 1
                ? unset(names.get(0))
                : "environment variables [" + String.join("], [", names) + "] are not set";
    }

    private static boolean isUnset(Unresolved one) {
        return one.placeholder().kind() == Placeholder.Kind.ENVIRONMENT
                && one.reason().equals(unset(one.placeholder().name()));
    }

    /** Returns the reason that is given for most variables. */
    public static String unset(String variable) {
        return "environment variable [" + variable + "] is not set";
    }
}
