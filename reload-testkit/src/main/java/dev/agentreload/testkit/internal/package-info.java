// SPDX-License-Identifier: Apache-2.0
/** What the fakes and assertions share. */
@NullMarked
package dev.agentreload.testkit.internal;

import org.jspecify.annotations.NullMarked;
