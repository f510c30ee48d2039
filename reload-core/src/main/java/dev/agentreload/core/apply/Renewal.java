package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.diff.Change;
import dev.agentreload.core.diff.ConfigDiff;
import dev.agentreload.core.source.ConfigSource;
import java.util.List;

/**
 * Makes a document that was in force once more, with the values that its placeholders have now.
 *
 * @param again gives the content that was requested
 * @param held what was in force instead of what was requested, since it waited for a restart
 */
record Renewal(ConfigSource again, List<Change> held) {

    Renewal {
        held = ImmutableList.copyOf(held);
    }

    static Renewal of(ConfigSource again) {
        return new Renewal(again, ImmutableList.of());
    }

    /** Returns this renewal of a document that came into force with these differences. */
    Renewal holding(List<Change> differences) {
        return new Renewal(again, differences);
    }

    ReadResult read() {
        ReadResult result = again.read();
        return held.isEmpty() || !(result instanceof ReadResult.Read read)
                ? result
                : new ReadResult.Read(held(read.document()));
    }

    private ConfigDocument held(ConfigDocument document) {
        return ConfigDiff.apply(document, held);
    }
}
