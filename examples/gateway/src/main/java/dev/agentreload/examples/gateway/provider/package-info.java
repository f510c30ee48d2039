// SPDX-License-Identifier: Apache-2.0
/**
 * The providers of models that this host knows: one that echoes, which works everywhere, and servers that speak the interface of
 * OpenAI or Ollama, through LangChain4j.
 *
 * <p>The entry type is {@link dev.agentreload.examples.gateway.provider.ChatProviders}, which makes them for the pool that agents
 * share.
 */
@NullMarked
package dev.agentreload.examples.gateway.provider;

import org.jspecify.annotations.NullMarked;
