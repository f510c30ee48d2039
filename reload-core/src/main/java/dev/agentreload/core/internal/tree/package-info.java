// SPDX-License-Identifier: Apache-2.0
/**
 * The tree of nodes behind {@code core.config}: how it is built, hashed, searched and changed. Every reader feeds
 * {@code TreeBuilder}, so that the same content gives the same tree.
 */
@NullMarked
package dev.agentreload.core.internal.tree;

import org.jspecify.annotations.NullMarked;
