/**
 * The HTTP channel and the webhooks it serves: an exclusive participant of reloads, since only one can have the port, and one
 * that is built beside the old.
 */
@NullMarked
package dev.agentreload.examples.gateway.channel;

import org.jspecify.annotations.NullMarked;
