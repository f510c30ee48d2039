/**
 * Turns the agents of a configuration into the host's own agents and replaces them, together with their routes and
 * providers, in one reference write; a running turn keeps the generation it began with.
 */
@NullMarked
package dev.agentreload.agents;

import org.jspecify.annotations.NullMarked;
