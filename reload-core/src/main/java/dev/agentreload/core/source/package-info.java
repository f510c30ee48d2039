/**
 * Brings documents in: configuration files with the environment values and files they refer to, and the watcher that
 * notices when their content changes.
 *
 * <p>A source only reads. What becomes of a document is decided by the callback that receives it.
 */
@NullMarked
package dev.agentreload.core.source;

import org.jspecify.annotations.NullMarked;
