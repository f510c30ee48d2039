package dev.agentreload.core.config;

/** A value and the path it was reached by. */
record PlacedNode(ConfigPath path, ConfigNode node) {

    PlacedNode key(String name, ConfigNode value) {
        return new PlacedNode(path.key(name), value);
    }

    PlacedNode index(int index, ConfigNode element) {
        return new PlacedNode(path.index(index), element);
    }

    /** Returns a problem of this value. */
    ConfigProblem mismatch(String expectation) {
        return ConfigProblem.error(
                path, node.position(), "found " + node.kind().description(), "expected " + expectation);
    }

    /** Returns a problem of a value at or below this one, or of the place where it would stand. */
    ConfigProblem problem(ConfigPath relative, String message, String hint) {
        SourcePosition position = Navigation.nearest(node, relative).position();
        return ConfigProblem.error(path.resolve(relative), position, message, hint);
    }
}
