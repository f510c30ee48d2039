// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.internal.tree.LocatedNode;
import dev.agentreload.core.internal.tree.Navigation;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the keys that a host's class does not know, all of them, instead of stopping at the first. */
final class UnknownKeys extends DeserializationProblemHandler {

    private final ProblemCollector problems;
    private @Nullable LocatedNode place;

    UnknownKeys(ProblemCollector problems) {
        this.problems = problems;
    }

    /** Says where the value stands that is bound next. */
    void startAt(LocatedNode start) {
        place = start;
    }

    @Override
    public boolean handleUnknownProperty(
            DeserializationContext context,
            JsonParser parser,
            JsonDeserializer<?> deserializer,
            Object beanOrClass,
            String name)
            throws IOException {
        Collection<Object> known = deserializer.getKnownPropertyNames();
        List<String> names =
                known == null ? List.of() : known.stream().map(String::valueOf).toList();
        problems.add(BindingMessages.unknownKey(at(path(parser.getParsingContext())), name, names));
        parser.skipChildren();
        return true;
    }

    private LocatedNode at(ConfigPath relative) {
        LocatedNode start = requireNonNull(place, "place");
        return new LocatedNode(start.path().resolve(relative), Navigation.nearest(start.node(), relative));
    }

    private static ConfigPath path(JsonStreamContext context) {
        ConfigPath above = context.getParent() == null ? ConfigPath.root() : path(context.getParent());
        if (context.inObject() && context.getCurrentName() != null) {
            return above.key(context.getCurrentName());
        }
        return context.inArray() ? above.index(context.getCurrentIndex()) : above;
    }
}
