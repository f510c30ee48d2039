// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.source.SourceHash;
import dev.agentreload.core.source.SourceReading;
import dev.agentreload.core.source.SourceSnapshot;
import dev.agentreload.core.source.WatchableSource;
import dev.agentreload.testkit.fake.FakeConfigSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Has each test of the two kits for sources fail on a source that breaks just what it is about. */
class WatchableSourceContractTest extends BrokenImplementations {

    private static final Map<Class<?>, List<String>> BROKEN = Map.ofEntries(
            Map.entry(Renamed.class, List.of("name_askedAgain_isTheSame")),
            Map.entry(Lossy.class, List.of("read_content_isTheDocument")),
            Map.entry(Remembering.class, List.of("read_contentThatChanged_isTheNewOne")),
            Map.entry(EmptyWhenMissing.class, List.of("read_missingContent_isAProblemAtTheRoot")),
            Map.entry(GoneForGood.class, List.of("read_contentThatIsBackAgain_isTheDocument")),
            Map.entry(Nameless.class, List.of("read_brokenContent_isAProblemOfThisSource")),
            Map.entry(Quoting.class, List.of("read_brokenContentWithASecret_quotesItNowhere")),
            Map.entry(Vague.class, List.of("reading_contentAndNone_isTheResultOfRead")),
            Map.entry(Stamped.class, List.of("snapshot_contentThatIsWrittenAgain_hasTheSameHash")),
            Map.entry(BySize.class, List.of("snapshot_otherContent_hasAnotherHash")),
            Map.entry(AlwaysComplete.class, List.of("snapshot_missingContent_isIncompleteAndHasAnotherHash")),
            Map.entry(Unhashed.class, List.of("reading_content_hasTheHashOfItsSnapshot")));

    WatchableSourceContractTest() {
        super(Sound.class, BROKEN);
    }

    /** A source that keeps all promises, and its own test. */
    static class Sound extends WatchableSourceContract implements WatchableSource {

        final FakeConfigSource real = FakeConfigSource.of("fake.json", "{}");

        /** What is there; null if nothing is. */
        @Nullable
        String content = "{}";

        int writes;

        @Override
        protected WatchableSource createSource() {
            return this;
        }

        @Override
        protected void write(String json) {
            writes++;
            content = json;
            real.write(json);
        }

        @Override
        protected void remove() {
            content = null;
            real.remove();
        }

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public ReadResult read() {
            return real.read();
        }

        @Override
        public SourceReading reading() {
            return real.reading();
        }

        @Override
        public SourceSnapshot snapshot() {
            return real.snapshot();
        }

        static ReadResult refused(String message, String source) {
            return new ReadResult.Refused(List.of(
                    ConfigProblem.error(ConfigPath.root(), SourcePosition.of(source), message, "expected another")));
        }

        boolean isBroken() {
            return content != null && !content.endsWith("}");
        }
    }

    static class Renamed extends Sound {
        @Override
        public String name() {
            // Not while it holds broken content, which is compared with the name.
            return isBroken() ? real.name() : real.name() + writes;
        }
    }

    static class Lossy extends Sound {
        @Override
        public ReadResult read() {
            return ONE.equals(content) ? ConfigReader.standard().read(name(), "{}") : real.read();
        }
    }

    static class Remembering extends Sound {

        private @Nullable ReadResult first;

        @Override
        public ReadResult read() {
            if (first == null && content != null && !isBroken()) {
                first = real.read();
            }
            return first == null || content == null || isBroken() ? real.read() : first;
        }
    }

    static class EmptyWhenMissing extends Sound {
        @Override
        public ReadResult read() {
            return content == null ? ConfigReader.standard().read(name(), "{}") : real.read();
        }

        @Override
        public SourceReading reading() {
            return new SourceReading(read(), Optional.of(snapshot().hash()));
        }
    }

    static class GoneForGood extends Sound {

        private boolean gone;

        @Override
        public ReadResult read() {
            gone |= content == null;
            return gone ? refused("it is gone", name()) : real.read();
        }

        @Override
        public SourceReading reading() {
            return content == null ? new SourceReading(read()) : real.reading();
        }
    }

    static class Nameless extends Sound {
        @Override
        public ReadResult read() {
            return isBroken() ? refused("it is broken", "some file") : real.read();
        }
    }

    static class Quoting extends Sound {
        @Override
        public ReadResult read() {
            return isBroken() ? refused("it is broken: " + content, name()) : real.read();
        }
    }

    static class Vague extends Sound {
        @Override
        public SourceReading reading() {
            return content == null ? new SourceReading(refused("sorry", name())) : real.reading();
        }
    }

    static class Stamped extends Sound {
        @Override
        public SourceSnapshot snapshot() {
            SourceSnapshot seen = real.snapshot();
            // Only after a while, so that a reading has the hash of its snapshot.
            return writes < 3 ? seen : SourceSnapshot.complete(SourceHash.of(new byte[] {(byte) writes}));
        }
    }

    static class BySize extends Sound {
        @Override
        public SourceSnapshot snapshot() {
            return content == null ? real.snapshot() : SourceSnapshot.complete(hash());
        }

        @Override
        public SourceReading reading() {
            return new SourceReading(real.read(), content == null ? Optional.empty() : Optional.of(hash()));
        }

        private SourceHash hash() {
            return SourceHash.of(new byte[String.valueOf(content).length()]);
        }
    }

    static class AlwaysComplete extends Sound {
        @Override
        public SourceSnapshot snapshot() {
            return SourceSnapshot.complete(real.snapshot().hash());
        }
    }

    static class Unhashed extends Sound {
        @Override
        public SourceReading reading() {
            return new SourceReading(real.read());
        }
    }
}
