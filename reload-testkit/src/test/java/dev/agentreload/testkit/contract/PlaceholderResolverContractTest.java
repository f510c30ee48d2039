// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.core.config.PlaceholderResolver;
import dev.agentreload.core.config.PlaceholderResolver.Placeholder.Kind;
import java.util.List;
import java.util.Map;

/** Has each test of the kit fail on a resolver that breaks just what it is about. */
class PlaceholderResolverContractTest extends BrokenImplementations {

    private static final Map<Class<?>, List<String>> BROKEN = Map.ofEntries(
            Map.entry(
                    Empty.class,
                    List.of(
                            "resolve_known_givesTheValue",
                            "resolve_knownAgain_givesTheSame",
                            "fresh_valueThatChanged_isTheNewOne")),
            Map.entry(
                    Exhausted.class, List.of("resolve_knownAgain_givesTheSame", "fresh_valueThatChanged_isTheNewOne")),
            Map.entry(Throwing.class, List.of("resolve_missing_saysWhy")),
            Map.entry(Telling.class, List.of("texts_ofResolverAndAnswer_showNoSecret")),
            Map.entry(NeverRenewed.class, List.of("fresh_valueThatChanged_isTheNewOne")));

    PlaceholderResolverContractTest() {
        super(Sound.class, BROKEN);
    }

    /** A resolver that keeps all promises, and its own test. */
    static class Sound extends PlaceholderResolverContract implements PlaceholderResolver {

        String value = "";
        int asked;

        @Override
        protected PlaceholderResolver createResolver() {
            return this;
        }

        @Override
        protected void put(String other) {
            value = other;
        }

        @Override
        protected Placeholder known() {
            return new Placeholder(Kind.ENVIRONMENT, "KEY");
        }

        @Override
        protected Placeholder missing() {
            return new Placeholder(Kind.ENVIRONMENT, "OTHER");
        }

        @Override
        public Resolution resolve(Placeholder placeholder) {
            asked++;
            return placeholder.name().equals("KEY")
                    ? new Resolution.Secret(value)
                    : new Resolution.Missing("variable [OTHER] is not set");
        }

        @Override
        public String toString() {
            return "resolver";
        }
    }

    static class Empty extends Sound {
        @Override
        public Resolution resolve(Placeholder placeholder) {
            return new Resolution.Missing("nothing is set");
        }
    }

    static class Exhausted extends Sound {
        @Override
        public Resolution resolve(Placeholder placeholder) {
            Resolution found = super.resolve(placeholder);
            return asked > 1 ? new Resolution.Unchanged() : found;
        }
    }

    static class Throwing extends Sound {
        @Override
        public Resolution resolve(Placeholder placeholder) {
            if (!placeholder.name().equals("KEY")) {
                throw new IllegalStateException("planned");
            }
            return super.resolve(placeholder);
        }
    }

    static class Telling extends Sound {
        @Override
        public String toString() {
            return "resolver of " + value;
        }
    }

    static class NeverRenewed extends Sound {
        @Override
        protected void put(String other) {
            if (value.isEmpty()) {
                super.put(other);
            }
        }
    }
}
