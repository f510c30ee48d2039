// SPDX-License-Identifier: Apache-2.0
/** A model server on a free local port that lists models, chats, and fails as scripted. */
@NullMarked
package dev.agentreload.testkit.server;

import org.jspecify.annotations.NullMarked;
