// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.models.DiscoveryRequest;
import dev.agentreload.models.Model;
import dev.agentreload.models.ModelSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Asks a provider that has the models a test says it has, fails as scripted, and keeps what it was asked. It knows nothing of other
 * providers, so several can be sources of one catalog. In the beginning it lists
 * no model, which a catalog takes for a failure.
 *
 * <p><em>Safe for use by multiple threads.</em>
 */
public final class FakeModelSource implements ModelSource {

    private final String name;
    private final FaultScript<Step> script = FaultScript.create();
    private final List<DiscoveryRequest> requests = new CopyOnWriteArrayList<>();
    private volatile Callable<List<String>> answer = ImmutableList::of;

    /** What can be scripted. */
    public enum Step {
        /** {@link #discover}, for this provider. */
        DISCOVER
    }

    /** Creates the source for the provider whose name stands before the slash of its models. */
    public FakeModelSource(String name) {
        this.name = requireNonNull(name, "name");
    }

    /** Lets the provider have these models, by the ids it calls them. */
    public void list(String... models) {
        List<String> copy = ImmutableList.copyOf(models);
        answer = () -> copy;
    }

    /** Returns what goes wrong, and when. */
    public FaultScript<Step> script() {
        return script;
    }

    /** Lets the provider have the models that this returns each time it is asked, on the thread that asks. */
    public void answer(Callable<List<String>> models) {
        answer = requireNonNull(models, "models");
    }

    /** Returns what this source was asked, the first first, also where it failed. */
    public List<DiscoveryRequest> requests() {
        return ImmutableList.copyOf(requests);
    }

    @Override
    public Optional<List<Model>> discover(DiscoveryRequest request) {
        if (!request.provider().equals(name)) {
            return Optional.empty();
        }
        requests.add(request);
        return Optional.of(script.run(Step.DISCOVER, answer).stream()
                .map(model -> Model.of(request.ref(model)))
                .collect(ImmutableList.toImmutableList()));
    }
}
