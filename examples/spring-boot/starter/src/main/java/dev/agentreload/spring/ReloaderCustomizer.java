// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import dev.agentreload.core.apply.Reloader;

/**
 * Changes the reloader before it is built, for what no property says. Implemented by hosts, as a bean. Called once, on the thread
 * that builds the context, in the order of {@code @Order}. A throw ends the start of the application.
 */
@FunctionalInterface
public interface ReloaderCustomizer {

    /** Changes the builder, which has the properties, the participants and the rules already. */
    void customize(Reloader.Builder builder);
}
