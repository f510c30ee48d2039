// SPDX-License-Identifier: Apache-2.0
/**
 * Knows which models and providers a configuration offers: the catalog and its discovery, and the provider definitions.
 *
 * <p>The entry types are {@link dev.agentreload.models.ModelsConfig} and {@link dev.agentreload.models.ModelCatalog}. Hosts implement
 * {@link dev.agentreload.models.ModelSource}; the package {@code http} has sources for servers that list their models. The package
 * {@code provider} has the pool of live providers that reloads reuse, and {@code file} writes what is configured for other programs.
 */
@NullMarked
package dev.agentreload.models;

import org.jspecify.annotations.NullMarked;
