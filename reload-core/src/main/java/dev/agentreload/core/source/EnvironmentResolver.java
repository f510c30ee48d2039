// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.config.PlaceholderResolver;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives the values of {@code ${NAME}} and {@code ${env:NAME}}; all other placeholders stay as they are written. A value is
 * secret unless its name was declared public. A name without a value is a problem of the document.
 *
 * <p><em>Immutable; safe for use by multiple threads if the lookup is.</em>
 */
public final class EnvironmentResolver implements PlaceholderResolver {

    private final Function<String, @Nullable String> lookup;
    private final ImmutableSet<String> publicNames;

    private EnvironmentResolver(Function<String, @Nullable String> lookup, ImmutableSet<String> publicNames) {
        this.lookup = requireNonNull(lookup, "lookup");
        this.publicNames = publicNames;
    }

    /** Returns the resolver that takes the values of this process's environment variables. */
    public static EnvironmentResolver system() {
        return of(System::getenv);
    }

    /**
     * Returns the resolver that takes values from a host's lookup, such as {@code map::get}.
     *
     * @param lookup gives the value of a name, or null if it has none
     */
    public static EnvironmentResolver of(Function<String, @Nullable String> lookup) {
        return new EnvironmentResolver(lookup, ImmutableSet.of());
    }

    /** Returns this resolver with these names declared as fit to be shown, such as {@code HOME}. */
    public EnvironmentResolver withPublicNames(Collection<String> names) {
        return new EnvironmentResolver(lookup, ImmutableSet.copyOf(names));
    }

    @Override
    public Resolution resolve(Placeholder placeholder) {
        if (placeholder.kind() != Placeholder.Kind.ENVIRONMENT) {
            return new Resolution.Unchanged();
        }
        String name = placeholder.name();
        String value = lookup.apply(name);
        if (value == null) {
            return new Resolution.Missing("environment variable [" + name + "] is not set");
        }
        return publicNames.contains(name) ? new Resolution.Public(value) : new Resolution.Secret(value);
    }
}
