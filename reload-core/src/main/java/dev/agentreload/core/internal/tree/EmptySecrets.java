// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import com.google.common.collect.Lists;
import dev.agentreload.core.config.ConfigBoolean;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The strings below secret keys in which nothing stands. <em>Not safe for use by multiple threads.</em> */
final class EmptySecrets {

    private static final String SWITCH = "enabled";

    private final List<EmptySecret> found = new ArrayList<>();
    private boolean ignored;

    private record EmptySecret(ConfigPath path, String source, long position) {}

    /** Returns how many there are so far. */
    int count() {
        return found.size();
    }

    /** Takes no more. */
    void ignore() {
        ignored = true;
    }

    void add(ConfigPath path, String source, long position) {
        if (!ignored) {
            found.add(new EmptySecret(path, source, position));
        }
    }

    /**
     * Forgets those of an object that is switched off: files that are made from a template list every channel there is.
     *
     * @param before how many there were before the object
     */
    void leaveOutIfOff(ObjectShape keys, ConfigNode[] members, int before) {
        if (found.size() > before) {
            int index = keys.indexOf(SWITCH);
            if (index >= 0 && members[index] instanceof ConfigBoolean enabled && !enabled.value()) {
                found.subList(before, found.size()).clear();
            }
        }
    }

    /** Returns one warning for all: files that are made from a template leave many secrets empty. */
    Optional<ConfigProblem> warning() {
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<EmptySecret> written = written();
        EmptySecret first = written.get(0);
        List<ConfigPath> others = Lists.transform(written.subList(1, written.size()), EmptySecret::path);
        return Optional.of(ConfigProblem.warning(
                first.path(),
                PackedPosition.unpack(first.source(), first.position()),
                others.isEmpty() ? "empty secret" : written.size() + " empty secrets",
                others.isEmpty() ? "expected a value, or no such key" : "also at " + UnresolvedText.listed(others)));
    }

    /** One that aliases use elsewhere is one. */
    private List<EmptySecret> written() {
        Set<Place> places = new HashSet<>();
        return found.stream()
                .filter(secret -> secret.position() == PackedPosition.UNKNOWN
                        || places.add(new Place(secret.source(), secret.position())))
                .toList();
    }

    private record Place(String source, long position) {}
}
