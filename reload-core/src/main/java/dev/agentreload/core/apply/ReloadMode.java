package dev.agentreload.core.apply;

/**
 * How much of a change is applied while the program runs. It is read from {@code gateway.reload.mode} of the new
 * document, unless the host fixes it. {@link #OFF} and {@link #RESTART} govern automatic requests; manual ones run as
 * {@link #HYBRID} unless they name a mode.
 */
public enum ReloadMode {
    /** Nothing is planned and nothing is applied. */
    OFF,
    /** Any change for which something has to be done asks for a restart. */
    RESTART,
    /** A change is applied as a whole, and only if no part of it needs a restart. */
    HYBRID,
    /** What needs no restart is applied; the rest is deferred until there is one. */
    HOT
}
