package dev.agentreload.core.config;

/** Leaves all placeholders as they are written. */
record NoPlaceholders() implements PlaceholderResolver {

    @Override
    public Resolution resolve(Placeholder placeholder) {
        return new Resolution.Unchanged();
    }
}
