// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import static java.util.Objects.requireNonNull;

import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.provider.ProviderFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@linkplain FakeProvider providers} that need no network, journals every create, probe and close, and fails where a test
 * says so.
 *
 * <p><em>Safe for use by multiple threads.</em>
 */
public final class FakeProviderFactory implements ProviderFactory<FakeProvider> {

    private final ResourceJournal journal;
    private final Map<String, FaultScript<Step>> scripts = new ConcurrentHashMap<>();

    /** What can be scripted for a provider. */
    public enum Step {
        /** Its creation. */
        CREATE,
        /** Its probe; a fault happens after the probe was journaled. */
        PROBE,
        /** Its close; a fault happens after the close was journaled and the provider closed. */
        CLOSE
    }

    /** Creates a factory with a journal of its own. */
    public FakeProviderFactory() {
        this(new ResourceJournal());
    }

    /** Creates a factory that writes a journal which others may write too, such as a {@link FakeAgentFactory}. */
    public FakeProviderFactory(ResourceJournal journal) {
        this.journal = requireNonNull(journal, "journal");
    }

    /** Returns the journal. Providers are in it by their ids. */
    public ResourceJournal journal() {
        return journal;
    }

    /** Returns what goes wrong with this provider, and when. */
    public FaultScript<Step> script(String provider) {
        return scripts.computeIfAbsent(provider, same -> FaultScript.create());
    }

    /** Journals {@code create openai#1}, or {@code fail openai} if it is scripted to make no provider. */
    @Override
    public FakeProvider create(ProviderDefinition definition) {
        @Nullable FakeProvider made = null;
        try {
            made = script(definition.id()).run(Step.CREATE, () -> new FakeProvider(definition));
        } finally {
            if (made == null) {
                journal.failed(definition.id());
            } else {
                journal.created(definition.id(), made);
            }
        }
        return made;
    }

    /**
     * Journals {@code probe openai#1}.
     *
     * @throws IllegalArgumentException if the provider is not in the journal
     * @throws IllegalStateException if the provider is closed
     */
    @Override
    public void probe(ProviderDefinition definition, FakeProvider provider) {
        journal.probed(provider);
        script(provider.id()).run(Step.PROBE);
        provider.answer("probe");
    }

    /**
     * Journals {@code close openai#1}, also if the provider was closed before.
     *
     * @throws IllegalArgumentException if the provider is not in the journal
     */
    @Override
    public void close(FakeProvider provider) {
        journal.closed(provider);
        provider.close();
        script(provider.id()).run(Step.CLOSE);
    }
}
