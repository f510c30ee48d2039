// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.Strictness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the newest messages of a session from its lines, newest first. <em>Not safe for use by multiple threads.</em> */
final class HistoryCollector implements LinesFromEnd.LineConsumer {

    /** A damaged file may have any number of damaged lines; the newest of them are named, the others counted. */
    private static final int MOST_WARNINGS = 20;

    private final Path file;
    private final int last;
    private final ConfigReader reader =
            ConfigReader.builder().strictness(Strictness.STRICT).build();
    private final List<SessionMessage> newestFirst = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private Optional<String> summary = Optional.empty();
    private long unnamed;
    private ImmutableList<SessionMessage> oldestLine = ImmutableList.of();
    private long oldestLineEnd;
    private boolean earlier;

    /** Takes the most messages to collect. */
    HistoryCollector(Path file, int last) {
        this.file = file;
        this.last = last;
    }

    @Override
    public boolean wantsMore() {
        return newestFirst.size() < last;
    }

    @Override
    public void line(long offset, byte[] content) {
        ImmutableList<SessionMessage> messages = SessionLines.parseMessages(reader, content);
        if (messages.isEmpty()) {
            warn("the line at byte " + offset + " of [" + file + "] is no message and was skipped");
        }
        oldestLine = messages;
        oldestLineEnd = offset + content.length + 1;
        newestFirst.addAll(messages.reverse());
    }

    @Override
    public void tooLong(long offset) {
        warn("the line at byte " + offset + " of [" + file + "] is too long and was skipped");
    }

    void summary(byte[] line) {
        summary = SessionLines.parseSummary(reader, line);
        if (summary.isEmpty()) {
            warn("the summary in [" + file + "] is damaged and was skipped");
        }
    }

    /** Takes note that there are lines which were not asked for. */
    void earlier() {
        earlier = true;
    }

    private void warn(String warning) {
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(warning);
        } else {
            unnamed++;
        }
    }

    /** Returns what is left of the oldest line without the messages that were not asked for; empty if all of it was asked for. */
    ImmutableList<SessionMessage> cutLine() {
        int surplus = Math.max(0, newestFirst.size() - last);
        return surplus == 0 ? ImmutableList.of() : oldestLine.subList(surplus, oldestLine.size());
    }

    /** Returns where the oldest line ends. */
    long oldestLineEnd() {
        return oldestLineEnd;
    }

    SessionHistory history() {
        ImmutableList.Builder<String> all = ImmutableList.builder();
        all.addAll(ImmutableList.copyOf(warnings).reverse());
        if (unnamed > 0) {
            all.add("[" + file + "] has " + unnamed + " more such lines");
        }
        SessionHistory history =
                SessionHistory.of(ImmutableList.copyOf(newestFirst).reverse()).withWarnings(all.build());
        history = summary.isPresent() ? history.withSummary(summary.get()) : history;
        return (earlier ? history.withEarlier() : history).newest(last);
    }
}
