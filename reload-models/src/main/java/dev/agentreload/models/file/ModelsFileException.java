// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.file;

/** The models file could not be prepared. What was there is there still. The message shows no content. */
public final class ModelsFileException extends Exception {

    private static final long serialVersionUID = 1L;

    ModelsFileException(String message) {
        super(message);
    }

    ModelsFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
