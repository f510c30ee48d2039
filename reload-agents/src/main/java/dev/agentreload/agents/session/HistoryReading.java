package dev.agentreload.agents.session;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the history of a session from its lines. <em>Not safe for use by multiple threads.</em> */
final class HistoryReading implements LineSplitter.LineConsumer {

    /** A file of rubbish has as many damaged lines as it likes; nobody reads more warnings than these. */
    private static final int MOST_WARNINGS = 20;

    private final Path file;
    private final ConfigReader reader = ConfigReader.standard();
    private final ImmutableList.Builder<SessionMessage> messages = ImmutableList.builder();
    private final List<String> warnings = new ArrayList<>();
    private Optional<String> summary = Optional.empty();
    private long unnamed;

    HistoryReading(Path file) {
        this.file = file;
    }

    @Override
    public void line(long number, byte[] content) {
        Optional<SessionMessage> message = SessionLines.parseMessage(reader, content);
        message.ifPresentOrElse(
                messages::add, () -> warn("line " + number + " of [" + file + "] is no message and was skipped"));
    }

    @Override
    public void tooLong(long number) {
        warn("line " + number + " of [" + file + "] is too long and was skipped");
    }

    void summary(Optional<String> text) {
        summary = text;
    }

    void warn(String warning) {
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(warning);
        } else {
            unnamed++;
        }
    }

    SessionHistory history() {
        ImmutableList.Builder<String> all = ImmutableList.builder();
        all.addAll(warnings);
        if (unnamed > 0) {
            all.add("[" + file + "] has " + unnamed + " more such lines");
        }
        return new SessionHistory(messages.build(), summary, all.build());
    }
}
