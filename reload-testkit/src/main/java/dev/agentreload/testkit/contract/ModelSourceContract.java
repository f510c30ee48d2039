// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.Secret;
import dev.agentreload.models.DiscoveryRequest;
import dev.agentreload.models.Model;
import dev.agentreload.models.ModelSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link ModelSource} promises, as tests. Hosts extend it for one of their own:
 *
 * <ul>
 *   <li>it lists all models of the provider that it is asked for, as the provider has them now;
 *   <li>it knows nothing of providers of another kind;
 *   <li>where the provider fails, or its list breaks off, it throws and returns no part of the list;
 *   <li>what it throws quotes no credential;
 *   <li>two threads can ask at once.
 * </ul>
 *
 * <p>Tests are public so that a host's module path can run them.
 */
@Timeout(60)
public abstract class ModelSourceContract {

    private ModelSource source;

    /** For those who extend it. */
    @SuppressWarnings({"NullAway.Init", "InitializerOutsideConstructor"}) // set before each test
    protected ModelSourceContract() {}

    /**
     * Returns a source. Called once for each test.
     *
     * @throws Exception if it cannot be made; the test fails then
     */
    protected abstract ModelSource createSource() throws Exception;

    /** Returns a request for the models of the provider; better with a credential, to see that it is not shown. */
    protected abstract DiscoveryRequest request();

    /** Returns a request for a provider that the source does not know how to ask. */
    protected abstract DiscoveryRequest foreignRequest();

    /**
     * Lets the provider have exactly these models.
     *
     * @throws Exception if that cannot be done; the test fails then
     */
    protected abstract void list(String... models) throws Exception;

    /**
     * Lets the provider fail, after a part of its list if it sends one.
     *
     * @throws Exception if that cannot be done; the test fails then
     */
    protected abstract void fail() throws Exception;

    /** Creates the source. */
    @BeforeEach
    public void setUpSource() throws Exception {
        source = createSource();
        list("one", "two");
    }

    @Test
    public void discover_provider_listsAllItsModels() throws Exception {
        assertThat(discovered()).containsExactlyInAnyOrder(name("one"), name("two"));
    }

    @Test
    public void discover_again_listsWhatThereIsNow() throws Exception {
        discovered();

        list("three");

        assertThat(discovered()).containsExactly(name("three"));
    }

    @Test
    public void discover_foreignProvider_isEmpty() throws Exception {
        assertThat(source.discover(foreignRequest())).isEmpty();
    }

    @Test
    public void discover_providerThatFails_throws() throws Exception {
        fail();

        assertThat(failure()).as("failure").isNotNull();
    }

    @Test
    public void discover_providerThatFails_quotesNoCredential() throws Exception {
        fail();

        String reported = String.valueOf(failure());

        assertThat(request().definition().credentials())
                .extracting(Secret::value)
                .filteredOn(secret -> !secret.isEmpty())
                .noneMatch(reported::contains);
    }

    @Test
    public void discover_providerThatWorksAgain_listsItsModels() throws Exception {
        fail();
        failure();

        list("one");

        assertThat(discovered()).containsExactly(name("one"));
    }

    @Test
    public void discover_twoThreads_listsForBoth() throws Exception {
        Callable<List<String>> asking = () -> {
            List<String> found = discovered();
            assertThat(found).hasSize(2);
            return found;
        };

        TwoThreads.run(asking, asking);
    }

    private List<String> discovered() throws Exception {
        Optional<List<Model>> found = source.discover(request());
        assertThat(found).as("what is discovered").isPresent();
        return found.orElseThrow().stream().map(model -> model.ref().toString()).toList();
    }

    private @Nullable Throwable failure() {
        return Assertions.catchThrowable(() -> source.discover(request()));
    }

    private String name(String model) {
        return request().ref(model).toString();
    }
}
