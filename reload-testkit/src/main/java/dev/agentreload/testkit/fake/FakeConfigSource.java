// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.source.SourceHash;
import dev.agentreload.core.source.SourceReading;
import dev.agentreload.core.source.SourceSnapshot;
import dev.agentreload.core.source.WatchableSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A source whose content a test writes, removes or has refused, and that fails as scripted. It can be watched.
 *
 * <p><em>Safe for use by multiple threads.</em>
 */
public final class FakeConfigSource implements WatchableSource {

    private final String name;
    private final ConfigReader reader;
    private final FaultScript<Step> script = FaultScript.create();
    private final AtomicInteger readings = new AtomicInteger();
    private volatile Content content;

    private FakeConfigSource(String name, String text, ConfigReader reader) {
        this.name = requireNonNull(name, "name");
        this.reader = requireNonNull(reader, "reader");
        this.content = written(text);
    }

    /** Returns a source that holds this text, as JSON or what hand-written files use besides, read with the standard reader. */
    public static FakeConfigSource of(String name, String text) {
        return of(name, text, ConfigReader.standard());
    }

    /** Returns a source that holds this text, read with this reader, which may have a resolver of placeholders. */
    public static FakeConfigSource of(String name, String text, ConfigReader reader) {
        return new FakeConfigSource(name, text, reader);
    }

    /** What can be scripted. */
    public enum Step {
        /** {@link #read} and {@link #reading}. */
        READ,
        /** {@link #snapshot}. */
        SNAPSHOT
    }

    /** What the source holds. A text is read each time anew, since what its placeholders stand for may have changed. */
    private record Content(Supplier<ReadResult> reading, SourceSnapshot snapshot) {

        SourceReading read() {
            return new SourceReading(reading.get(), Optional.of(snapshot.hash()));
        }
    }

    /** Lets the source hold this text. */
    public void write(String text) {
        content = written(text);
    }

    private Content written(String text) {
        SourceHash hash = SourceHash.of(text.getBytes(StandardCharsets.UTF_8));
        return new Content(
                () -> reader.read(name, text),
                text.isBlank() ? SourceSnapshot.incomplete(hash) : SourceSnapshot.complete(hash));
    }

    /** Lets there be nothing to read, as when a file is gone. */
    public void remove() {
        ConfigProblem missing = ConfigProblem.error(
                ConfigPath.root(), SourcePosition.of(name), "the content is missing", "expected a document");
        SourceHash hash = SourceHash.builder().absent("", "missing").build();
        content = new Content(() -> new ReadResult.Refused(ImmutableList.of(missing)), SourceSnapshot.incomplete(hash));
    }

    /** Lets the source be readable to its last byte, and refused for these problems. */
    public void refuse(ConfigProblem... problems) {
        List<ConfigProblem> copy = ImmutableList.copyOf(problems);
        SourceHash hash = SourceHash.of(copy.toString().getBytes(StandardCharsets.UTF_8));
        content = new Content(() -> new ReadResult.Refused(copy), SourceSnapshot.complete(hash));
    }

    /** Returns what goes wrong, and when. */
    public FaultScript<Step> script() {
        return script;
    }

    /** Returns how often it was read, also in vain. */
    public int readings() {
        return readings.get();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ReadResult read() {
        readings.incrementAndGet();
        return script.run(Step.READ, () -> content.read().result());
    }

    @Override
    public SourceReading reading() {
        readings.incrementAndGet();
        return script.run(Step.READ, () -> content.read());
    }

    @Override
    public SourceSnapshot snapshot() {
        return script.run(Step.SNAPSHOT, () -> content.snapshot());
    }

    /** Returns the name, never content. */
    @Override
    public String toString() {
        return name;
    }
}
