// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.ParsedAgents;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.session.PreparedSessions.Created;
import dev.agentreload.agents.session.WorkspaceSessions.State;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** Costs the same however many sessions there are: where they may be is recorded, and each follows when it is used. */
    @Override
    public Prepared prepare(ReloadContext context) throws SessionStoreException {
        State base = sessions.state();
        AgentsConfig config = read(context.target()).orThrow();
        // An agent that is gone keeps its location.
        Map<AgentId, SessionLocation> locations = new LinkedHashMap<>(base.locations());
        List<Created> created = new ArrayList<>();
        boolean complete = false;
        try {
            for (ResolvedAgent agent : config.agents()) {
                Path directory = sessions.directory(agent.definition());
                SessionLocation present = locations.get(agent.id());
                if (present == null || !present.directory().equals(directory)) {
                    Created made = sessions.locate(agent.id(), directory, present);
                    created.add(made);
                    locations.put(agent.id(), made.location());
                }
            }
            sessions.ledger().save();
            complete = true;
            return prepared(base, config, locations, created);
        } catch (IOException e) {
            throw new SessionStoreException("could not record where sessions are: " + e, e);
        } finally {
            if (!complete) {
                prepared(base, config, locations, created).discard();
            }
        }
    }

    /** Sessions hold nothing open, and turns that end after the close still write to them. */
    @Override
    public void retireAll(RetiredResources retired) {}

    private PreparedSessions prepared(
            State base, AgentsConfig config, Map<AgentId, SessionLocation> locations, List<Created> created) {
        return new PreparedSessions(
                sessions, base, new State(config, ImmutableMap.copyOf(locations)), ImmutableList.copyOf(created));
    }

    /** Documents of one reloader can be compared with each other, so that what did not change is not read again. */
    private ParsedAgents read(ConfigDocument document) {
        @Nullable AgentsConfig previous = sessions.state().config();
        return previous == null
                ? AgentsConfig.read(document, sessions.policy())
                : AgentsConfig.read(document, sessions.policy(), previous);
    }
}
