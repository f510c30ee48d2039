// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

/** The life cycle of a reloader, which only moves forward. */
public enum ReloaderState {
    /** It was not started, or no start has succeeded yet. */
    NEW,
    /** A document is in force. */
    RUNNING,
    /** It was closed, and refuses all requests. */
    CLOSED
}
