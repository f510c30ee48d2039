// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.Collections2;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import dev.agentreload.agents.config.ParseCache.CacheKey;
import dev.agentreload.agents.config.ParseCache.CachedAgent;
import dev.agentreload.agents.config.ParseCache.Flag;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.bind.ElementNames;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.Parsed;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.models.ModelsConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One reading of the agents of a document: finds the agents and the default one, and what is wrong between them. */
final class AgentsReader {

    private static final ConfigPath AGENTS = ConfigPath.of("agents");
    private static final ConfigPath DEFAULTS = AGENTS.key("defaults");

    private final ConfigDocument document;
    private final AgentsPolicy policy;

    /** What can be believed about agents that stand there unchanged. */
    private final Optional<ParseCache.Lookup> remembered;

    private final Optional<AgentsConfig> previous;

    private final Parsed<ModelsConfig> models;
    private final boolean sameModels;
    private final ProblemCollector problems = new ProblemCollector();

    private final Map<AgentId, Found> agents;
    private final Map<AgentId, ConfigPath> flagged = new LinkedHashMap<>();
    private final List<ParseCache.Entry> clean;

    /** What agents inherit that do not say otherwise, if there was nothing to say about it. */
    private Optional<AgentDefaults> cleanDefaults;

    AgentsReader(ConfigDocument document, AgentsPolicy policy, Optional<AgentsConfig> previous) {
        this.document = document;
        this.policy = policy;
        Optional<ParseCache> earlier = previous.map(AgentsConfig::memory);
        this.previous = previous;
        Optional<ParseCache> valid = earlier.filter(memory -> memory.holdsFor(document, policy));
        this.remembered = valid.map(ParseCache::lookup);
        this.models = earlier.filter(memory -> memory.hasModelsOf(document, policy))
                .<Parsed<ModelsConfig>>map(ParseCache::models)
                .orElseGet(() -> ModelsConfig.read(document, policy.models()));
        int expected = previous.map(config -> config.agents().size()).orElse(1);
        this.agents = Maps.newLinkedHashMapWithExpectedSize(expected);
        this.clean = new ArrayList<>(expected);
        this.sameModels =
                earlier.filter(memory -> models.equals(memory.models())).isPresent();
        this.cleanDefaults = valid.filter(memory -> sameModels).flatMap(ParseCache::cleanDefaults);
    }

    ParsedAgents read() {
        Optional<ConfigSection> section =
                ConfigSection.of(document, problems).withKeys(policy.keys()).section("agents");
        Optional<ConfigSection> defaultsSection = section.flatMap(agentsSection -> agentsSection.section("defaults"));
        ModelNames names = new ModelNames(
                config(),
                defaultsSection.flatMap(found -> found.string("provider")).filter(text -> !text.isBlank()));
        AgentDefaults defaults = cleanDefaults.orElseGet(() -> readDefaults(defaultsSection, names));
        RootKeys.check(document, policy, problems);
        boolean oldModels = RootKeys.checkLegacy(document, policy, problems);
        AgentReader reader = new AgentReader(defaults, names, policy, oldModels);
        int before = problems.problems().size();
        section.ifPresent(found -> readAgents(found, reader));
        boolean readable = (section.isPresent() || isAbsent())
                && problems.problems().stream().skip(before).noneMatch(ConfigProblem::isError);
        if (agents.isEmpty() && readable) {
            add(reader.implicit(document, DEFAULTS, problems), new Place(AGENTS, new PathSegment.Key("defaults")));
        }
        new AllowedAgents(
                        document,
                        policy,
                        Maps.transformValues(agents, found -> found.place().path()),
                        problems)
                .check(Collections2.transform(agents.values(), Found::agent), defaults);
        return result(defaultAgent());
    }

    private AgentDefaults readDefaults(Optional<ConfigSection> section, ModelNames names) {
        int before = problems.problems().size();
        AgentDefaults defaults = section.map(
                        found -> new AgentSection(found, AgentDefaults.NONE, names, policy).readOwn())
                .orElse(AgentDefaults.NONE)
                .withModel(policy.models().defaultModel());
        cleanDefaults = Optional.of(defaults).filter(read -> problems.problems().size() == before);
        return defaults;
    }

    private Optional<ModelsConfig> config() {
        return models instanceof Parsed.Success<ModelsConfig> read ? Optional.of(read.value()) : Optional.empty();
    }

    private ParsedAgents result(AgentId defaultAgent) {
        problems.addAll(models.problems());
        List<ConfigProblem> all = problems.folded();
        if (problems.hasErrors() || !(models instanceof Parsed.Success<ModelsConfig> read)) {
            return new ParsedAgents.Refused(all, agents.keySet(), defaultAgent, policy);
        }
        ParseCache memory = new ParseCache(policy, read, ParseCache.defaultsOf(document), cleanDefaults, clean);
        return new ParsedAgents.Success(
                AgentsConfig.of(Maps.transformValues(agents, Found::agent), defaultAgent, memory, previous), all);
    }

    private void readAgents(ConfigSection section, AgentReader reader) {
        Optional<ConfigNode> list = section.node("list");
        Optional<ConfigNode> entries = section.node("entries");
        if (list.isPresent() && entries.isPresent()) {
            section.error("entries", "agents are defined in two places", "keep [agents.list] or this");
        }
        if (list.isPresent()) {
            readList(section, list.get(), reader);
        } else if (entries.isPresent()) {
            readEntries(section, entries.get(), reader);
        }
        section.hasMistake("bindings"); // a problem of its own, since they stand at the root
        section.unread().forEach((key, value) -> refuseAgent(section, key, value));
        section.reportUnknownKeys(policy.strictness().severity());
    }

    /** Passed over with a warning, an agent would be missing, and another one would answer. */
    private static void refuseAgent(ConfigSection section, String key, ConfigNode value) {
        if (value instanceof ConfigObject agent && agent.find("model").isPresent()) {
            section.hasMistake(key);
            section.error(key, "nothing reads [" + section.pathOf(key) + "]", "write [agents.entries." + key + "]");
        }
    }

    private void readList(ConfigSection section, ConfigNode list, AgentReader reader) {
        if (!(list instanceof ConfigArray array)) {
            mismatch(list, section.pathOf("list"), "expected a list");
            return;
        }
        ConfigPath path = section.pathOf("list");
        ElementNames names = ElementNames.of(array, "id");
        for (int i = 0; i < array.size(); i++) {
            ConfigNode element = array.element(i);
            readAgent(new CacheKey("", element), new Place(path, names.next(element)), reader);
        }
    }

    private void readEntries(ConfigSection section, ConfigNode entries, AgentReader reader) {
        if (!(entries instanceof ConfigObject object)) {
            mismatch(entries, section.pathOf("entries"), "expected an object");
            return;
        }
        ConfigPath path = section.pathOf("entries");
        object.forEach(
                (key, node) -> readAgent(new CacheKey(key, node), new Place(path, new PathSegment.Key(key)), reader));
        if (!agents.isEmpty() && flagged.isEmpty() && !agents.containsKey(AgentId.MAIN)) {
            section.warning(
                    "entries",
                    "no default agent",
                    "[" + agents.keySet().iterator().next() + "] answers what no binding claims");
        }
    }

    private void readAgent(CacheKey origin, Place place, AgentReader reader) {
        if (!(origin.node() instanceof ConfigObject object)) {
            mismatch(origin.node(), place.path(), "expected an object");
            return;
        }
        Optional<CachedAgent> known = remembered(origin, reader);
        if (known.isPresent()) {
            clean.add(new ParseCache.Entry(origin, known.get()));
            add(known.get(), place);
            return;
        }
        ProblemCollector found = new ProblemCollector();
        Optional<CachedAgent> read = reader.read(
                origin.key(), ConfigSection.of(object, place.path(), found).withKeys(policy.agentKeys()));
        problems.addAll(found.problems());
        if (read.isPresent() && found.problems().isEmpty()) {
            clean.add(new ParseCache.Entry(origin, read.get()));
        }
        read.ifPresent(agent -> add(agent, place));
    }

    private Optional<CachedAgent> remembered(CacheKey origin, AgentReader reader) {
        Optional<CachedAgent> known = remembered.flatMap(lookup -> lookup.find(origin));
        return sameModels ? known : known.flatMap(reader::again);
    }

    private void add(CachedAgent known, Place place) {
        AgentId id = known.agent().id();
        Found first = agents.putIfAbsent(id, new Found(known.agent(), place));
        if (first != null) {
            ConfigPath path = place.path();
            ConfigPath idPath = document.find(path.key("id")).isPresent() ? path.key("id") : path;
            problems.add(ConfigProblem.error(
                    idPath,
                    document.nearestPosition(idPath),
                    "agent [" + id + "] is defined twice",
                    "[" + first.place().path() + "] has the same id"));
            return;
        }
        if (known.flag() == Flag.DEFAULT) {
            flagged.put(id, place.path());
        }
    }

    private AgentId defaultAgent() {
        List<AgentId> ids = ImmutableList.copyOf(flagged.keySet());
        for (AgentId id : ids.subList(Math.min(1, ids.size()), ids.size())) {
            ConfigPath path = requireNonNull(flagged.get(id)).key("default");
            problems.add(ConfigProblem.error(
                    path,
                    document.nearestPosition(path),
                    "second default agent [" + id + "]",
                    "[" + ids.get(0) + "] is flagged too, keep one"));
        }
        if (!ids.isEmpty()) {
            return ids.get(0);
        }
        return agents.isEmpty() || (isMap() && agents.containsKey(AgentId.MAIN))
                ? AgentId.MAIN
                : agents.keySet().iterator().next();
    }

    private boolean isAbsent() {
        return document.find(AGENTS)
                .filter(node -> node.kind() != ConfigNode.Kind.NULL)
                .isEmpty();
    }

    private boolean isMap() {
        return document.find(AGENTS.key("list")).isEmpty();
    }

    /** An agent, and where it stands. */
    private record Found(ResolvedAgent agent, Place place) {}

    /** Where something stands. Thousands of agents have nothing about them to say, and need no path. */
    private record Place(ConfigPath container, PathSegment segment) {

        ConfigPath path() {
            return container.then(segment);
        }
    }

    private void mismatch(ConfigNode node, ConfigPath path, String expectation) {
        problems.add(ConfigProblem.error(
                path, node.position(), "found " + node.kind().description(), expectation));
    }
}
