// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.assertions;

import dev.agentreload.models.Model;
import dev.agentreload.models.ModelList;
import dev.agentreload.models.ModelRef;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;

/** Assertions about the models that a catalog knows, given as {@code provider/model}. */
public final class ModelListAssert extends AbstractAssert<ModelListAssert, ModelList> {

    ModelListAssert(ModelList actual) {
        super(actual, ModelListAssert.class);
    }

    /** Verifies that exactly these models are known, in any order. */
    public ModelListAssert hasExactlyModels(String... models) {
        isNotNull();
        return verify(
                refs().sorted().toList().equals(Stream.of(models).sorted().toList()), "of exactly " + List.of(models));
    }

    /** Verifies that these models are known, and maybe others. */
    public ModelListAssert hasModels(String... models) {
        isNotNull();
        return verify(refs().toList().containsAll(List.of(models)), "with " + List.of(models));
    }

    /** Verifies that no model of this provider is known. */
    public ModelListAssert hasNoModelsOf(String provider) {
        isNotNull();
        return verify(actual.models(provider).isEmpty(), "without models of [" + provider + "]");
    }

    /** Verifies that this text, an alias or a reference, stands for this model. */
    public ModelListAssert resolves(String text, String model) {
        isNotNull();
        return verify(
                actual.find(text).map(Model::ref).equals(Optional.of(ModelRef.parse(model))),
                "in which [" + text + "] is [" + model + "]");
    }

    /** Verifies that the models of all providers are as their sources had them. */
    public ModelListAssert isFresh() {
        isNotNull();
        return verify(!actual.isStale(), "that is fresh");
    }

    /** Verifies that the models of exactly these providers are not as their sources have them now, in any order. */
    public ModelListAssert isStaleFor(String... providers) {
        isNotNull();
        return verify(
                actual.staleProviders().keySet().stream()
                        .sorted()
                        .toList()
                        .equals(Stream.of(providers).sorted().toList()),
                "that is stale for exactly " + List.of(providers));
    }

    private Stream<String> refs() {
        return actual.models().stream().map(model -> model.ref().toString());
    }

    private ModelListAssert verify(boolean holds, String expectation) {
        if (!holds) {
            throw failure(
                    "%nExpecting a list %s, but it is:%n%n%s",
                    expectation, refs().toList() + ", stale: " + actual.staleProviders());
        }
        return this;
    }
}
