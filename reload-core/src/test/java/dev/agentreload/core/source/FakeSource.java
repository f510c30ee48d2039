// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source whose content the test sets or removes. */
final class FakeSource implements WatchableSource {

    private @Nullable String content = "{}";
    private @Nullable Error failure;
    private int polls;

    void set(String text) {
        content = text;
    }

    void remove() {
        content = null;
    }

    void failWith(Error error) {
        failure = error;
    }

    void work() {
        failure = null;
    }

    int polls() {
        return polls;
    }

    static SourceHash hash(String content) {
        return SourceHash.of(content.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String name() {
        return "fake.json";
    }

    @Override
    public ReadResult read() {
        return ConfigReader.standard().read(name(), content == null ? "" : content);
    }

    @Override
    public SourceReading reading() {
        return new SourceReading(read(), Optional.of(snapshot().hash()));
    }

    @Override
    public SourceSnapshot snapshot() {
        polls++;
        if (failure != null) {
            throw failure;
        }
        if (content == null) {
            return SourceSnapshot.incomplete(
                    SourceHash.builder().absent("", "missing").build());
        }
        return content.isEmpty() ? SourceSnapshot.incomplete(hash("")) : SourceSnapshot.complete(hash(content));
    }
}
