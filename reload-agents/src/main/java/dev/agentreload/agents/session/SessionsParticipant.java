package dev.agentreload.agents.session;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.SetMultimap;
import dev.agentreload.agents.AgentsConfig;
import dev.agentreload.agents.AgentsReading;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.session.WorkspaceSessions.State;
import dev.agentreload.core.apply.Prepared;
import dev.agentreload.core.apply.ReloadContext;
import dev.agentreload.core.apply.ReloadParticipant;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.plan.ReloadAction;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lets the sessions of workspaces take part in transactions. */
final class SessionsParticipant implements ReloadParticipant {

    private final WorkspaceSessions sessions;

    SessionsParticipant(WorkspaceSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public boolean handles(ReloadAction action) {
        return action.kind() == ReloadAction.Kind.RELOAD_AGENTS;
    }

    @Override
    public List<ConfigProblem> validate(ReloadContext context) {
        return read(context.target()).problems();
    }

    @Override
    public Prepared prepare(ReloadContext context) throws SessionStoreException {
        State base = sessions.state();
        AgentsConfig config = read(context.target()).orThrow();
        Map<AgentId, Path> wanted = wanted(config);
        Housemates housemates = Housemates.of(base, wanted);
        // An agent that is gone keeps its place.
        Map<AgentId, SessionPlace> places = new LinkedHashMap<>(base.places());
        ImmutableMap.Builder<AgentId, SessionPlace> moved = ImmutableMap.builder();
        wanted.forEach((agent, directory) -> {
            SessionPlace present = base.places().get(agent);
            if (present == null) {
                places.put(agent, sessions.place(agent, directory, null));
            } else if (!present.directory().equals(directory)) {
                SessionMigration arrival = SessionMigration.between(
                        present, sessions.store(directory), sessions.guard(), housemates.comingWith(agent, present));
                SessionPlace next = sessions.place(agent, directory, arrival);
                places.put(agent, next);
                moved.put(agent, next);
            }
        });
        PreparedSessions prepared = new PreparedSessions(
                sessions, base, new State(config, ImmutableMap.copyOf(places)), moved.buildOrThrow());
        prepared.copyAll(context.deadline());
        return prepared;
    }

    /** Documents of one reloader can be compared with each other, so that what did not change is not read again. */
    private AgentsReading read(ConfigDocument document) {
        @Nullable AgentsConfig previous = sessions.state().config();
        return previous == null
                ? AgentsConfig.read(document, sessions.policy())
                : AgentsConfig.read(document, sessions.policy(), previous);
    }

    private Map<AgentId, Path> wanted(AgentsConfig config) {
        Map<AgentId, Path> wanted = new LinkedHashMap<>();
        config.agents().forEach(agent -> wanted.put(agent.id(), sessions.directory(agent.definition())));
        return wanted;
    }

    /**
     * Who shares a directory, and where they go.
     *
     * @param first of those who share one, who takes along what is nobody's if all go to the same place
     * @param targets where those who share one belong
     */
    private record Housemates(Map<Path, AgentId> first, SetMultimap<Path, Path> targets) {

        static Housemates of(State base, Map<AgentId, Path> wanted) {
            Housemates all = new Housemates(new HashMap<>(), HashMultimap.create());
            base.places().forEach((agent, place) -> {
                all.first.putIfAbsent(place.directory(), agent);
                all.targets.put(place.directory(), wanted.getOrDefault(agent, place.directory()));
            });
            return all;
        }

        Predicate<String> comingWith(AgentId agent, SessionPlace from) {
            boolean takesAll = agent.equals(first.get(from.directory()))
                    && targets.get(from.directory()).size() == 1;
            return takesAll ? name -> true : name -> SessionNames.isOf(agent, name);
        }
    }
}
