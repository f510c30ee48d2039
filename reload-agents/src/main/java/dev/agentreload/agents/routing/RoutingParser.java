// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.agentreload.agents.routing.Router.Surroundings;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.Fingerprint;
import dev.agentreload.core.config.Parsed;
import dev.agentreload.core.config.ProblemCollector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One reading of the sections that routing is made of. */
final class RoutingParser {

    private static final String SESSION = "session";
    private static final String CHANNELS = "channels";
    private static final ConfigPath RULES = ConfigPath.of("agents", "dispatch", "rules");

    /** A search for near matches goes through all agents, and where hundreds are unknown, hints are no help. */
    private static final int MOST_HINTS = 10;

    private final ConfigDocument document;
    private final Set<AgentId> agents;
    private final AgentId defaultAgent;
    private final ProblemCollector problems = new ProblemCollector();

    RoutingParser(ConfigDocument document, Set<AgentId> agents, AgentId defaultAgent) {
        this.document = document;
        this.agents = agents;
        this.defaultAgent = defaultAgent;
    }

    /** Reads what the earlier router does not know already. */
    Parsed<Router> read(Optional<Router> previous) {
        Optional<RoutingSections> known = previous.map(Router::sections);
        RoutingSections sections = new RoutingSections(
                section(BindingsReader.KEY, known.map(RoutingSections::bindings), RoutingParser::bindings),
                section(SESSION, known.map(RoutingSections::session), RoutingParser::sessionKeys));
        Surroundings surroundings = new Surroundings(agents, content(CHANNELS));
        boolean checked = previous.isPresent() && previous.get().hasChecked(sections.bindings(), surroundings);
        int before = problems.problems().size();
        ImmutableSet<AgentId> missing =
                checked ? ImmutableSet.of() : checkBindings(sections.bindings().value());
        boolean clean = missing.isEmpty() && problems.problems().size() == before;
        warnOfRules();
        List<ConfigProblem> found = problems.folded();
        if (problems.hasErrors()) {
            return new Parsed.Refused<>(found);
        }
        Router router =
                new Router(sections, missing, defaultAgent, clean ? Optional.of(surroundings) : Optional.empty());
        return new Parsed.Success<>(previous.filter(router::isLike).orElse(router), found);
    }

    /** Reports agents and accounts that do not exist, and returns the agents. */
    private ImmutableSet<AgentId> checkBindings(BindingTable table) {
        ImmutableSet<AgentId> missing = Sets.difference(table.agents(), agents).immutableCopy();
        if (!missing.isEmpty() || !table.namesAreUsable()) {
            warnOfUnknownAgents(table);
        }
        new AccountCheck(document, problems).check(table.bindings());
        return missing;
    }

    private Optional<Fingerprint> content(String key) {
        return document.root().find(key).map(ConfigNode::fingerprint);
    }

    private <T> RoutingSections.Section<T> section(
            String key, Optional<RoutingSections.Section<T>> known, SectionReader<T> reader) {
        Optional<Fingerprint> content = content(key);
        if (known.isPresent() && known.get().content().equals(content)) {
            problems.addAll(known.get().warningsIn(document));
            return known.get();
        }
        ProblemCollector found = new ProblemCollector();
        T value = reader.read(
                ConfigSection.of(document, found).withKeys(RoutingKeys.ROOT),
                known.map(RoutingSections.Section::value));
        problems.addAll(found.problems());
        return new RoutingSections.Section<>(content, value, ImmutableList.copyOf(found.problems()));
    }

    private static SessionKeys sessionKeys(ConfigSection root, Optional<SessionKeys> earlier) {
        return root.section(SESSION)
                .map(section -> new SessionReader(section).read())
                .orElse(SessionReader.DEFAULT);
    }

    private static BindingTable bindings(ConfigSection root, Optional<BindingTable> earlier) {
        return new BindingsReader(root, earlier).read();
    }

    private void warnOfUnknownAgents(BindingTable table) {
        Map<String, String> hints = new HashMap<>();
        for (Binding binding : table.bindings()) {
            if (binding.agentId().isEmpty()
                    || !agents.contains(binding.agentId().get())) {
                warnOfUnknownAgent(binding, hints);
            }
        }
    }

    private void warnOfUnknownAgent(Binding binding, Map<String, String> hints) {
        ConfigPath path = ConfigSection.find(document, binding.path(), problems)
                .map(section -> section.pathOf(BindingReader.AGENT))
                .orElse(binding.path());
        String hint =
                hints.computeIfAbsent(binding.agent(), name -> hints.size() < MOST_HINTS ? nearMatches(name) : "");
        problems.add(ConfigProblem.warning(
                path,
                document.nearestPosition(path),
                "unknown agent [" + binding.agent() + "]",
                hint.isEmpty() ? "the default agent [" + defaultAgent + "] answers instead" : hint));
    }

    private String nearMatches(String name) {
        List<String> known = agents.stream().map(AgentId::value).toList();
        return ConfigProblem.didYouMean(name, known);
    }

    /** Said, because the agent that such a rule names would not get its messages. */
    private void warnOfRules() {
        boolean some = document.find(RULES)
                .filter(node -> node instanceof ConfigArray rules && !rules.isEmpty())
                .isPresent();
        if (some) {
            problems.add(ConfigProblem.warning(
                    RULES, document.nearestPosition(RULES), "dispatch rules have no effect", "write them as bindings"));
        }
    }

    /** Reads a section, with what its last reading said at hand. */
    private interface SectionReader<T> {
        T read(ConfigSection root, Optional<T> earlier);
    }
}
