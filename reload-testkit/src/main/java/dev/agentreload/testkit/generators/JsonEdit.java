// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.generators;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * An edit before it is known to what: the numbers choose among the places that there are. <em>Immutable.</em>
 *
 * @param kind what is done
 * @param place chooses where
 * @param position chooses where among the members or elements
 * @param key the new key, where one is needed
 * @param value the new value, where one is needed
 */
record JsonEdit(EditKind kind, int place, int position, String key, Json value) {

    /** Returns the edited value, or the same if there is no place for such an edit. */
    Json.Members applyTo(Json.Members root) {
        return (Json.Members)
                switch (kind) {
                    case ADD -> at(root, JsonEdit::isContainer, this::add);
                    case REMOVE -> below(root, this::remove);
                    case REPLACE -> at(root, node -> !isContainer(node), this::scalar);
                    case REORDER -> at(root, JsonEdit::isReorderable, this::reorder);
                    case CHANGE_TYPE -> below(root, this::changeType);
                    case RENAME -> at(root, this::isRenamable, this::rename);
                    case REWRITE -> root;
                };
    }

    private Json below(Json root, UnaryOperator<Json> change) {
        return at(root, node -> isContainer(node) && size(node) > 0, change);
    }

    /** Changes the value at the chosen one of all places that will do. */
    private Json at(Json root, Predicate<Json> candidate, UnaryOperator<Json> change) {
        List<List<Object>> places = new ArrayList<>();
        collect(root, List.of(), candidate, places);
        return places.isEmpty() ? root : update(root, places.get(place % places.size()), change);
    }

    private static void collect(Json node, List<Object> path, Predicate<Json> candidate, List<List<Object>> places) {
        if (candidate.test(node)) {
            places.add(path);
        }
        if (node instanceof Json.Members members) {
            members.byKey().forEach((key, value) -> collect(value, append(path, key), candidate, places));
        } else if (node instanceof Json.Elements elements) {
            for (int i = 0; i < elements.inOrder().size(); i++) {
                collect(elements.inOrder().get(i), append(path, i), candidate, places);
            }
        }
    }

    private static List<Object> append(List<Object> path, Object step) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    private static Json update(Json node, List<Object> path, UnaryOperator<Json> change) {
        if (path.isEmpty()) {
            return change.apply(node);
        }
        List<Object> rest = path.subList(1, path.size());
        if (node instanceof Json.Members members) {
            return members.changed(all -> {
                all.replaceAll(member -> member.getKey().equals(path.get(0))
                        ? Map.entry(member.getKey(), update(member.getValue(), rest, change))
                        : member);
                return all;
            });
        }
        return ((Json.Elements) node).changed(all -> {
            int index = (Integer) path.get(0);
            all.set(index, update(all.get(index), rest, change));
            return all;
        });
    }

    private Json add(Json container) {
        if (container instanceof Json.Members members) {
            return members.changed(all -> {
                if (!members.byKey().containsKey(key)) {
                    all.add(position % (all.size() + 1), Map.entry(key, value));
                }
                return all;
            });
        }
        return ((Json.Elements) container).changed(all -> {
            all.add(position % (all.size() + 1), value);
            return all;
        });
    }

    private Json remove(Json container) {
        return container instanceof Json.Members members
                ? members.changed(this::removeOne)
                : ((Json.Elements) container).changed(this::removeOne);
    }

    private <T> List<T> removeOne(List<T> all) {
        all.remove(position % all.size());
        return all;
    }

    /** A secret becomes another secret, so that none comes to stand where it would be shown. */
    private Json scalar(Json old) {
        if (old instanceof Json.Text text && text.holdsSecret()) {
            return new Json.Text(text.value().replace(ConfigArbitraries.SECRET, ConfigArbitraries.SECRET + position));
        }
        return isContainer(value) ? new Json.Text(key) : value;
    }

    private Json reorder(Json list) {
        return ((Json.Elements) list).changed(all -> {
            Collections.rotate(all, 1 + position % (all.size() - 1));
            return all;
        });
    }

    private Json changeType(Json container) {
        if (container instanceof Json.Members members) {
            return members.changed(all -> {
                int index = position % all.size();
                Map.Entry<String, Json> member = all.get(index);
                all.set(index, Map.entry(member.getKey(), ofOtherType(member.getValue())));
                return all;
            });
        }
        return ((Json.Elements) container).changed(all -> {
            int index = position % all.size();
            all.set(index, ofOtherType(all.get(index)));
            return all;
        });
    }

    private Json ofOtherType(Json old) {
        if (!old.getClass().equals(value.getClass())) {
            return value;
        }
        return old instanceof Json.Null ? new Json.Flag(true) : new Json.Null();
    }

    private boolean isRenamable(Json node) {
        return node instanceof Json.Members members
                && !members.byKey().containsKey(key)
                && members.byKey().values().stream().anyMatch(member -> !member.holdsSecret());
    }

    private Json rename(Json node) {
        return ((Json.Members) node).changed(all -> {
            List<Map.Entry<String, Json>> open = all.stream()
                    .filter(member -> !member.getValue().holdsSecret())
                    .toList();
            Map.Entry<String, Json> chosen = open.get(position % open.size());
            all.replaceAll(member -> member.equals(chosen) ? Map.entry(key, member.getValue()) : member);
            return all;
        });
    }

    private static boolean isContainer(Json node) {
        return node instanceof Json.Members || node instanceof Json.Elements;
    }

    private static boolean isReorderable(Json node) {
        return node instanceof Json.Elements elements && elements.inOrder().size() > 1;
    }

    private static int size(Json container) {
        return container instanceof Json.Members members
                ? members.byKey().size()
                : ((Json.Elements) container).inOrder().size();
    }
}
