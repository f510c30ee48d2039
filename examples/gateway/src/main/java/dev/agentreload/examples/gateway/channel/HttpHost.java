package dev.agentreload.examples.gateway.channel;

import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.ReloadResult;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What the HTTP channel asks of its host. Called on the channel's threads, by many at a time. */
public interface HttpHost {

    /** Returns whether there is anybody to answer yet: at the start this channel is there before the agents are. */
    boolean isStarted();

    /** Returns the answer to what somebody wrote. */
    String answer(RouteRequest sender, String text);

    /** Returns what an agent says to a webhook's call. */
    String answer(Hook hook, String body);

    /** Has the configuration reloaded, on no thread of the channel: the reload may stop it. */
    CompletionStage<ReloadResult> reload();

    /** Returns where the host stands. */
    Map<String, ?> status();
}
