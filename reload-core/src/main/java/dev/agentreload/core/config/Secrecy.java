package dev.agentreload.core.config;

/** What a key says about the values below it. */
enum Secrecy {
    /** Nothing is secret by its key. */
    NONE,
    /** The string under the key is secret, and all strings below it. */
    STRINGS,
    /** All values below the key are secret, whatever their kind; the key's own value, if it is no container, is not. */
    ALL_BELOW;

    /** Returns what holds below a key that says {@code inner}, inside of a value for which this holds. */
    Secrecy and(Secrecy inner) {
        return compareTo(inner) >= 0 ? this : inner;
    }
}
