// SPDX-License-Identifier: Apache-2.0
/**
 * Asks providers over HTTP which models they offer, with the client of the host.
 *
 * <p>The entry type is {@link dev.agentreload.models.http.HttpModelSource}, which a host adds to its
 * {@link dev.agentreload.models.ModelCatalog}.
 */
@NullMarked
package dev.agentreload.models.http;

import org.jspecify.annotations.NullMarked;
