// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import dev.agentreload.agents.routing.RouteRequest;
import java.util.OptionalLong;

/**
 * What callers with the token can ask of the configuration and do with it. Called on the channel's threads, by many at a time; no
 * reply has a secret in it.
 */
public interface ConfigApi {

    /** Returns where the host stands. */
    HttpReply status();

    /** Returns the configuration in force. */
    HttpReply config();

    /** Returns what was decided, oldest first. */
    HttpReply history();

    /** Returns what applying this text would do. */
    HttpReply plan(String text);

    /** Returns what applying the file as it is would do. */
    HttpReply pending();

    /** Returns what is wrong with this text. */
    HttpReply validate(String text);

    /** Applies the file. */
    HttpReply reload();

    /** Goes back to a revision, or to the configuration before. */
    HttpReply rollback(OptionalLong revision);

    /** Returns what going back to a revision would do. */
    HttpReply rollbackPlan(long revision);

    /** Returns what changed between two revisions. */
    HttpReply diff(long from, long to);

    /** Lets automatic reloads in again, which are held after a rollback. */
    HttpReply resume();

    /**
     * Writes this text to the file and applies it, if the host allows that, this revision is in force, and the file holds no edit
     * that is not.
     */
    HttpReply replace(String text, long revision);

    /** Returns agents, models and bindings in force. */
    HttpReply agents();

    /** Returns which agent answers what comes from here, and why. */
    HttpReply route(RouteRequest from);

    /** Has the listener called after each decision, until the returned action is run. */
    Runnable follow(Runnable listener);

    /**
     * Returns a value that stays equal until something is to be shown that is no decision: another content of the file, a hold, or
     * the holders of what was retired.
     */
    Object visibleState();
}
