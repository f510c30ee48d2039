// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.provider.ProviderFactory;
import dev.agentreload.testkit.fake.FakeProvider;
import dev.agentreload.testkit.fake.FakeProviderFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Has each test of the kit fail on a factory that breaks just what it is about. */
class ProviderFactoryContractTest extends BrokenImplementations {

    private static final Map<Class<?>, List<String>> BROKEN = Map.ofEntries(
            Map.entry(
                    Empty.class,
                    List.of(
                            "create_definition_makesAProvider",
                            "create_sameDefinitionAgain_makesANewOne",
                            "create_rotatedCredential_makesANewOne",
                            "create_twoThreads_makesTwo",
                            "create_another_leavesThoseMadeBefore",
                            "probe_newProvider_passes",
                            "close_provider_leavesTheOthersOpen",
                            "close_providerThatWasNotProbed_returns",
                            "close_onOtherThreads_returns",
                            "texts_ofFactoryAndProvider_showNoSecret")),
            Map.entry(
                    Caching.class,
                    List.of(
                            "create_sameDefinitionAgain_makesANewOne",
                            "create_twoThreads_makesTwo",
                            "close_provider_leavesTheOthersOpen")),
            Map.entry(CachingById.class, List.of("create_rotatedCredential_makesANewOne")),
            Map.entry(OneThread.class, List.of("create_twoThreads_makesTwo")),
            Map.entry(
                    Replacing.class,
                    List.of(
                            "create_another_leavesThoseMadeBefore",
                            "close_onOtherThreads_returns",
                            "close_provider_leavesTheOthersOpen")),
            Map.entry(
                    Unprobable.class,
                    List.of(
                            "probe_newProvider_passes",
                            "create_another_leavesThoseMadeBefore",
                            "close_provider_leavesTheOthersOpen",
                            "close_onOtherThreads_returns")),
            Map.entry(Sweeping.class, List.of("close_provider_leavesTheOthersOpen")),
            Map.entry(ClosingWhatIsProbed.class, List.of("close_providerThatWasNotProbed_returns")),
            Map.entry(ClosingHere.class, List.of("close_onOtherThreads_returns")),
            Map.entry(Telling.class, List.of("texts_ofFactoryAndProvider_showNoSecret")));

    ProviderFactoryContractTest() {
        super(Sound.class, BROKEN);
    }

    /** A factory that keeps all promises, and its own test. */
    static class Sound extends ProviderFactoryContract<FakeProvider> implements ProviderFactory<FakeProvider> {

        final FakeProviderFactory real = new FakeProviderFactory();
        final Thread thread = Thread.currentThread();

        @Override
        protected ProviderFactory<FakeProvider> createFactory() {
            return this;
        }

        @Override
        protected ProviderDefinition definition() {
            return ProviderDefinition.builder("p").credential("sk-sentinel").build();
        }

        @Override
        public FakeProvider create(ProviderDefinition definition) throws Exception {
            return real.create(definition);
        }

        @Override
        public void probe(ProviderDefinition definition, FakeProvider provider) throws Exception {
            real.probe(definition, provider);
        }

        @Override
        public void close(FakeProvider provider) throws Exception {
            real.close(provider);
        }
    }

    static class Empty extends Sound {
        @Override
        @SuppressWarnings("NullAway") // it breaks the contract
        public FakeProvider create(ProviderDefinition definition) {
            return null;
        }
    }

    static class Caching extends Sound {
        private final Map<ProviderDefinition, FakeProvider> made = new ConcurrentHashMap<>();

        @Override
        public synchronized FakeProvider create(ProviderDefinition definition) throws Exception {
            FakeProvider known = made.get(definition);
            return known != null ? known : remember(definition);
        }

        private FakeProvider remember(ProviderDefinition definition) throws Exception {
            FakeProvider created = super.create(definition);
            made.put(definition, created);
            return created;
        }
    }

    static class CachingById extends Sound {
        private @Nullable FakeProvider last;

        @Override
        public synchronized FakeProvider create(ProviderDefinition definition) throws Exception {
            FakeProvider before = last;
            FakeProvider created =
                    before != null && !before.definition().equals(definition) ? before : super.create(definition);
            last = created;
            return created;
        }
    }

    static class OneThread extends Sound {
        @Override
        public FakeProvider create(ProviderDefinition definition) throws Exception {
            if (!Thread.currentThread().equals(thread)) {
                throw new IllegalStateException("not my thread");
            }
            return super.create(definition);
        }
    }

    static class Replacing extends Sound {
        private volatile @Nullable FakeProvider last;

        @Override
        public FakeProvider create(ProviderDefinition definition) throws Exception {
            FakeProvider created = super.create(definition);
            last = created;
            return created;
        }

        @Override
        public void probe(ProviderDefinition definition, FakeProvider provider) throws Exception {
            if (!provider.equals(last)) {
                throw new IllegalStateException("replaced");
            }
            super.probe(definition, provider);
        }
    }

    static class Unprobable extends Sound {
        @Override
        public void probe(ProviderDefinition definition, FakeProvider provider) {
            throw new IllegalStateException("does not answer");
        }
    }

    static class Sweeping extends Sound {
        private volatile boolean closed;

        @Override
        public void probe(ProviderDefinition definition, FakeProvider provider) throws Exception {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            super.probe(definition, provider);
        }

        @Override
        public void close(FakeProvider provider) throws Exception {
            closed = true;
            super.close(provider);
        }
    }

    static class ClosingWhatIsProbed extends Sound {
        private final Set<FakeProvider> probed = ConcurrentHashMap.newKeySet();

        @Override
        public void probe(ProviderDefinition definition, FakeProvider provider) throws Exception {
            super.probe(definition, provider);
            probed.add(provider);
        }

        @Override
        public void close(FakeProvider provider) throws Exception {
            super.close(provider);
            if (!probed.contains(provider) && isCalledByTheTest()) {
                throw new IllegalStateException("never used");
            }
        }

        /** Not by what closes the rest after each test. */
        private static boolean isCalledByTheTest() {
            return StackWalker.getInstance()
                    .walk(frames ->
                            frames.noneMatch(frame -> frame.getMethodName().equals("closeAll")));
        }
    }

    static class ClosingHere extends Sound {
        @Override
        public void close(FakeProvider provider) throws Exception {
            super.close(provider);
            if (!Thread.currentThread().equals(thread)) {
                throw new IllegalStateException("not my thread");
            }
        }
    }

    static class Telling extends Sound {
        @Override
        public String toString() {
            return "factory for " + definition().credentials().get(0).value();
        }
    }
}
