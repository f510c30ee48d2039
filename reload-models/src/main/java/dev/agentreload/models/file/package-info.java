// SPDX-License-Identifier: Apache-2.0
/**
 * Writes the providers and models of the current configuration into a file for other programs.
 *
 * <p>The entry type is {@link dev.agentreload.models.file.ModelsFile}, whose participant a host adds to its reloader.
 */
@NullMarked
package dev.agentreload.models.file;

import org.jspecify.annotations.NullMarked;
