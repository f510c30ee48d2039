// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import java.util.Optional;

/** Reads the list of bindings. Elements that an earlier reading knows are not looked into again. */
final class BindingsReader {

    static final String KEY = "bindings";

    private final ConfigSection root;
    private final ProblemCollector problems;
    private final Optional<BindingTable> earlier;
    private final BindingTable.Builder table = new BindingTable.Builder();

    BindingsReader(ConfigSection root, Optional<BindingTable> earlier) {
        this.root = root;
        this.problems = root.problems();
        this.earlier = earlier;
    }

    BindingTable read() {
        Optional<ConfigNode> list = root.node(KEY);
        if (list.isPresent() && list.get() instanceof ConfigArray elements) {
            for (int i = 0; i < elements.size(); i++) {
                read(elements.element(i), root.pathOf(KEY).index(i));
            }
        } else if (list.isPresent()) {
            wrongKind(list.get(), root.pathOf(KEY), ConfigNode.Kind.ARRAY);
        }
        return table.build();
    }

    private void read(ConfigNode node, ConfigPath path) {
        if (node instanceof ConfigObject object) {
            known(object, path)
                    .or(() -> read(object, path))
                    .flatMap(table::add)
                    .ifPresent(cover -> warnOfCover(object, path, cover));
        } else {
            wrongKind(node, path, ConfigNode.Kind.OBJECT);
        }
    }

    private Optional<Binding> known(ConfigObject object, ConfigPath path) {
        Optional<Binding> known = earlier.flatMap(bindings -> bindings.findReusable(object.fingerprint()));
        known.ifPresent(binding -> table.remember(object.fingerprint(), binding));
        return known.map(binding -> new Binding(path, binding.agent(), binding.agentId(), binding.match()));
    }

    private Optional<Binding> read(ConfigObject object, ConfigPath path) {
        ProblemCollector found = new ProblemCollector();
        Optional<Binding> binding =
                new BindingReader(ConfigSection.of(object, path, found).withKeys(RoutingKeys.BINDING)).read();
        if (found.problems().isEmpty()) {
            table.remember(object.fingerprint(), binding.orElseThrow());
        }
        problems.addAll(found.problems());
        return binding;
    }

    private void warnOfCover(ConfigObject object, ConfigPath path, Binding cover) {
        problems.add(ConfigProblem.warning(
                path,
                object.position(),
                "unreachable binding",
                cover.path() + " comes first and claims all its messages"));
    }

    private void wrongKind(ConfigNode node, ConfigPath path, ConfigNode.Kind expected) {
        problems.add(ConfigProblem.error(
                path, node.position(), "found " + node.kind().description(), "expected " + expected.description()));
    }
}
