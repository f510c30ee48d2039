// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.PlaceholderResolver;
import dev.agentreload.core.config.PlaceholderResolver.Placeholder;
import dev.agentreload.core.config.PlaceholderResolver.Resolution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link PlaceholderResolver} promises, as tests. Hosts extend it for one of their own:
 *
 * <ul>
 *   <li>what is there is given, the same each time until the resolver is fresh;
 *   <li>what is missing is an answer with a reason, never a throw;
 *   <li>a value that is not declared as public is in no text;
 *   <li>a fresh resolver gives what there is then.
 * </ul>
 *
 * <p>Tests are public so that a host's module path can run them.
 */
@Timeout(60)
public abstract class PlaceholderResolverContract {

    private static final String VALUE = "s3cret-sentinel-4711";
    private static final String OTHER = "s3cret-sentinel-4712";

    private PlaceholderResolver resolver;

    /** For those who extend it. */
    @SuppressWarnings({"NullAway.Init", "InitializerOutsideConstructor"}) // set before each test
    protected PlaceholderResolverContract() {}

    /**
     * Returns a resolver. Called once for each test, after a value was put.
     *
     * @throws Exception if it cannot be made; the test fails then
     */
    protected abstract PlaceholderResolver createResolver() throws Exception;

    /**
     * Puts this value where the resolver finds it for {@link #known()}, in place of what is there.
     *
     * @throws Exception if that cannot be done; the test fails then
     */
    protected abstract void put(String value) throws Exception;

    /** Returns the placeholder of the value that was put. */
    protected abstract Placeholder known();

    /** Returns a placeholder for which there is no value. */
    protected abstract Placeholder missing();

    /** Puts a value and creates the resolver. */
    @BeforeEach
    public void setUpResolver() throws Exception {
        put(VALUE);
        resolver = createResolver();
    }

    @Test
    public void resolve_known_givesTheValue() {
        assertThat(value(resolver)).isEqualTo(VALUE);
    }

    @Test
    public void resolve_knownAgain_givesTheSame() throws Exception {
        value(resolver);

        assertThat(value(resolver)).isEqualTo(VALUE);
    }

    @Test
    public void resolve_missing_saysWhy() {
        assertThat(resolver.resolve(missing()))
                .isInstanceOfSatisfying(
                        Resolution.Missing.class,
                        answer -> assertThat(answer.reason()).isNotBlank());
    }

    @Test
    public void texts_ofResolverAndAnswer_showNoSecret() {
        Resolution answer = resolver.resolve(known());

        assertThat(resolver.toString()).doesNotContain(VALUE);
        if (!(answer instanceof Resolution.Public)) {
            assertThat(answer.toString()).doesNotContain(VALUE);
        }
    }

    @Test
    public void fresh_valueThatChanged_isTheNewOne() throws Exception {
        value(resolver);

        put(OTHER);

        assertThat(value(resolver.fresh())).isEqualTo(OTHER);
    }

    private String value(PlaceholderResolver asked) {
        Resolution answer = asked.resolve(known());
        if (answer instanceof Resolution.Secret secret) {
            return secret.value();
        }
        return answer instanceof Resolution.Public open ? open.value() : "no value: " + answer;
    }
}
