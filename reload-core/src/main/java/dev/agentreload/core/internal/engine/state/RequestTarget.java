// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.state;

import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigDocument;

/** What a request asks for, once it has left the queue. */
public sealed interface RequestTarget {

    /** A document. */
    record Found(ConfigDocument document) implements RequestTarget {}

    /** Nothing that can be applied. */
    record Refused(ReloadResult result) implements RequestTarget {}
}
