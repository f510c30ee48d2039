/**
 * Knows which models and providers a configuration offers: the catalog and its discovery, the provider definitions and
 * the pool of live providers that reloads reuse.
 */
@NullMarked
package dev.agentreload.models;

import org.jspecify.annotations.NullMarked;
