// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.Secret;
import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.provider.ProviderFactory;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link ProviderFactory} promises, as tests. Hosts extend it for a factory of their own:
 *
 * <ul>
 *   <li>each call makes a new provider, on any thread, and takes nothing away from those that were made before;
 *   <li>a new provider passes the probe;
 *   <li>a provider can be closed on any thread, probed or not, and that leaves the others open;
 *   <li>neither the factory nor a provider shows a credential or a header in its text.
 * </ul>
 *
 * <p>The probe must find out whether a provider is open, or some of the tests cannot fail. Tests are public so that a
 * host's module path can run them.
 *
 * @param <P> the host's type of provider
 */
@Timeout(60)
public abstract class ProviderFactoryContract<P> {

    private final OpenResources<P> open = new OpenResources<>();
    private ProviderFactory<P> factory;

    /** For those who extend it. */
    @SuppressWarnings({"NullAway.Init", "InitializerOutsideConstructor"}) // set before each test
    protected ProviderFactoryContract() {}

    /**
     * Returns a factory. Called once for each test.
     *
     * @throws Exception if it cannot be made; the test fails then
     */
    protected abstract ProviderFactory<P> createFactory() throws Exception;

    /** Returns what a provider can be made from that passes its probe; better with a credential, to see that it is not shown. */
    protected abstract ProviderDefinition definition();

    /** Creates the factory. */
    @BeforeEach
    public void setUpFactory() throws Exception {
        factory = createFactory();
    }

    /** Closes what a test has made, also if it failed. */
    @AfterEach
    public void closeProviders() throws Exception {
        open.closeAll(factory::close);
    }

    @Test
    public void create_definition_makesAProvider() throws Exception {
        assertThat(made(definition())).isNotNull();
    }

    @Test
    public void create_sameDefinitionAgain_makesANewOne() throws Exception {
        P first = made(definition());

        assertThat(made(definition())).isNotSameAs(first);
    }

    @Test
    public void create_rotatedCredential_makesANewOne() throws Exception {
        P first = made(definition());

        assertThat(made(rotated())).isNotSameAs(first);
    }

    @Test
    public void create_twoThreads_makesTwo() throws Exception {
        Callable<P> making = () -> made(definition());

        TwoThreads.run(making, making);

        assertThat(open.open()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    public void create_another_leavesThoseMadeBefore() throws Exception {
        P first = made(definition());
        made(definition());
        made(rotated());

        factory.probe(definition(), first);
    }

    @Test
    public void probe_newProvider_passes() throws Exception {
        factory.probe(definition(), made(definition()));
    }

    @Test
    public void close_provider_leavesTheOthersOpen() throws Exception {
        P first = made(definition());
        P second = made(definition());
        factory.probe(definition(), first);

        close(first);

        factory.probe(definition(), second);
    }

    @Test
    public void close_providerThatWasNotProbed_returns() throws Exception {
        close(made(definition()));
    }

    @Test
    public void close_onOtherThreads_returns() throws Exception {
        P first = made(definition());
        P second = made(definition());
        factory.probe(definition(), first);
        factory.probe(definition(), second);

        TwoThreads.run(closing(first), closing(second));
    }

    @Test
    public void texts_ofFactoryAndProvider_showNoSecret() throws Exception {
        String texts = factory + " " + made(definition());

        assertThat(secrets())
                .allSatisfy(secret -> assertThat(texts.contains(secret))
                        .as("a secret is reported")
                        .isFalse());
    }

    private List<String> secrets() {
        return Stream.concat(definition().credentials().stream(), definition().headers().values().stream())
                .map(Secret::value)
                .filter(secret -> !secret.isEmpty())
                .toList();
    }

    /** Returns the definition with another key, as after its rotation. */
    private ProviderDefinition rotated() {
        ProviderDefinition before = definition();
        return new ProviderDefinition(
                before.id(),
                before.kind(),
                before.endpoint(),
                List.of(new Secret("rotated")),
                before.headers(),
                before.timeout(),
                before.options());
    }

    private P made(ProviderDefinition definition) throws Exception {
        P provider = factory.create(definition);
        assertThat(provider).as("provider").isNotNull();
        open.add(provider);
        return provider;
    }

    private Callable<P> closing(P provider) {
        return () -> {
            close(provider);
            return provider;
        };
    }

    private void close(P provider) throws Exception {
        open.remove(provider);
        factory.close(provider);
    }
}
