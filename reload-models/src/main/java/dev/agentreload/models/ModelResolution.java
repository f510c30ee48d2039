package dev.agentreload.models;

/** What became of looking up the name of a model. */
public sealed interface ModelResolution {

    /**
     * The name stands for a model that the configuration lists, or whose provider lists none.
     *
     * @param model what it stands for
     */
    record Listed(ResolvedModel model) implements ModelResolution {}

    /**
     * The provider is known, and lists models without claiming to list all of them; this one it does not list.
     *
     * @param model what the name stands for
     * @param message what to warn about
     * @param hint what may have been meant; may be empty
     */
    record Unlisted(ResolvedModel model, String message, String hint) implements ModelResolution {}

    /**
     * The name stands for nothing.
     *
     * @param message what is wrong
     * @param hint what may have been meant; may be empty
     */
    record Unknown(String message, String hint) implements ModelResolution {}
}
