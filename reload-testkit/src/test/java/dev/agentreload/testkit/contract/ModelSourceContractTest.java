// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.models.DiscoveryRequest;
import dev.agentreload.models.Model;
import dev.agentreload.models.ModelRef;
import dev.agentreload.models.ModelSource;
import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.testkit.fake.FakeModelSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has each test of the kit fail on a source that breaks just what it is about. */
class ModelSourceContractTest extends BrokenImplementations {

    private static final Map<Class<?>, List<String>> BROKEN = Map.ofEntries(
            Map.entry(
                    NamedByItself.class,
                    List.of(
                            "discover_provider_listsAllItsModels",
                            "discover_again_listsWhatThereIsNow",
                            "discover_providerThatWorksAgain_listsItsModels")),
            Map.entry(
                    Remembering.class,
                    List.of(
                            "discover_again_listsWhatThereIsNow",
                            "discover_providerThatFails_throws",
                            "discover_providerThatWorksAgain_listsItsModels")),
            Map.entry(AnsweringForAll.class, List.of("discover_foreignProvider_isEmpty")),
            Map.entry(ListingAPart.class, List.of("discover_providerThatFails_throws")),
            Map.entry(Telling.class, List.of("discover_providerThatFails_quotesNoCredential")),
            Map.entry(GivingUp.class, List.of("discover_providerThatWorksAgain_listsItsModels")),
            Map.entry(OneThread.class, List.of("discover_twoThreads_listsForBoth")));

    ModelSourceContractTest() {
        super(Sound.class, BROKEN);
    }

    /** A source that keeps all promises, and its own test. */
    static class Sound extends ModelSourceContract implements ModelSource {

        final FakeModelSource real = new FakeModelSource("p");

        @Override
        protected ModelSource createSource() {
            return this;
        }

        @Override
        protected DiscoveryRequest request() {
            return request("p");
        }

        @Override
        protected DiscoveryRequest foreignRequest() {
            return request("q");
        }

        private static DiscoveryRequest request(String provider) {
            return new DiscoveryRequest(
                    provider,
                    ProviderDefinition.builder(provider)
                            .credential("sk-sentinel")
                            .build(),
                    List.of(),
                    Duration.ofSeconds(10));
        }

        @Override
        protected void list(String... models) {
            real.script().reset();
            real.list(models);
        }

        @Override
        protected void fail() {
            real.script().always(FakeModelSource.Step.DISCOVER).fail(new IOException("planned"));
        }

        @Override
        public Optional<List<Model>> discover(DiscoveryRequest request) throws Exception {
            return real.discover(request);
        }
    }

    static class NamedByItself extends Sound {
        @Override
        public Optional<List<Model>> discover(DiscoveryRequest request) throws Exception {
            return super.discover(request)
                    .map(models -> models.stream()
                            .map(model ->
                                    Model.of(new ModelRef("own", model.ref().model())))
                            .toList());
        }
    }

    static class Remembering extends Sound {
        private volatile Optional<List<Model>> first = Optional.empty();

        @Override
        protected void fail() {}

        @Override
        public Optional<List<Model>> discover(DiscoveryRequest request) throws Exception {
            if (!request.provider().equals("p")) {
                return Optional.empty();
            }
            Optional<List<Model>> known = first;
            Optional<List<Model>> found = known.isPresent() ? known : super.discover(request);
            first = found;
            return found;
        }
    }

    static class AnsweringForAll extends Sound {
        @Override
        public Optional<List<Model>> discover(DiscoveryRequest request) throws Exception {
            return Optional.of(super.discover(request).orElse(List.of()));
        }
    }

    static class ListingAPart extends Sound {
        @Override
        protected void fail() {
            real.list("one");
        }
    }

    static class Telling extends Sound {
        @Override
        protected void fail() {
            real.script().always(FakeModelSource.Step.DISCOVER).fail(new IOException("401 for sk-sentinel"));
        }
    }

    static class GivingUp extends Sound {
        private boolean failed;

        @Override
        public Optional<List<Model>> discover(DiscoveryRequest request) throws Exception {
            try {
                if (failed) {
                    throw new IOException("failed before");
                }
                return super.discover(request);
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }
    }

    static class OneThread extends Sound {
        private final Thread thread = Thread.currentThread();

        @Override
        public Optional<List<Model>> discover(DiscoveryRequest request) throws Exception {
            if (!Thread.currentThread().equals(thread)) {
                throw new IllegalStateException("not my thread");
            }
            return super.discover(request);
        }
    }
}
