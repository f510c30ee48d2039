package dev.agentreload.testkit;

import static java.util.Objects.requireNonNull;

import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.provider.ProviderFactory;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@linkplain FakeProvider providers} that need no network, journals every create, probe and close, and fails where a test
 * says so. What was scripted for a provider holds until it is scripted otherwise.
 *
 * <p><em>Safe for use by multiple threads.</em>
 */
public final class FakeProviderFactory implements ProviderFactory<FakeProvider> {

    private final ResourceJournal journal;
    private final Map<String, Callable<@Nullable FakeProvider>> creations = new ConcurrentHashMap<>();
    private final Map<String, Callable<@Nullable FakeProvider>> probes = new ConcurrentHashMap<>();
    private final Map<String, Callable<@Nullable FakeProvider>> closes = new ConcurrentHashMap<>();

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

    /**
     * Lets the creation of this provider fail.
     *
     * @throws IllegalArgumentException if the failure is neither an exception nor an error
     */
    public void failCreation(String provider, Throwable failure) {
        creations.put(provider, Faults.throwing(failure));
    }

    /** Lets the creation of this provider break its contract and return null. */
    public void returnNull(String provider) {
        creations.put(provider, () -> null);
    }

    /**
     * Lets the probe of this provider fail, after it was journaled.
     *
     * @throws IllegalArgumentException if the failure is neither an exception nor an error
     */
    public void failProbe(String provider, Throwable failure) {
        probes.put(provider, Faults.throwing(failure));
    }

    /**
     * Lets the close of this provider fail, after it was journaled and the provider was closed.
     *
     * @throws IllegalArgumentException if the failure is neither an exception nor an error
     */
    public void failClose(String provider, Throwable failure) {
        closes.put(provider, Faults.throwing(failure));
    }

    /** Takes back what was scripted for this provider. */
    public void heal(String provider) {
        creations.remove(provider);
        probes.remove(provider);
        closes.remove(provider);
    }

    /** Journals {@code create openai#1}, or {@code fail openai} if it is scripted to make no provider. */
    @Override
    @SuppressWarnings("NullAway") // A factory that breaks its contract is what some tests are about.
    public FakeProvider create(ProviderDefinition definition) throws Exception {
        Callable<@Nullable FakeProvider> script = creations.get(definition.id());
        if (script != null) {
            journal.failed(definition.id());
            return script.call();
        }
        FakeProvider made = new FakeProvider(definition);
        journal.created(definition.id(), made);
        return made;
    }

    /**
     * Journals {@code probe openai#1}.
     *
     * @throws IllegalArgumentException if the provider is not in the journal
     * @throws IllegalStateException if the provider is closed
     */
    @Override
    public void probe(ProviderDefinition definition, FakeProvider provider) throws Exception {
        journal.probed(provider);
        run(probes.get(provider.id()));
        provider.answer("probe");
    }

    /**
     * Journals {@code close openai#1}, also if the provider was closed before.
     *
     * @throws IllegalArgumentException if the provider is not in the journal
     */
    @Override
    public void close(FakeProvider provider) throws Exception {
        journal.closed(provider);
        provider.close();
        run(closes.get(provider.id()));
    }

    private static void run(@Nullable Callable<@Nullable FakeProvider> script) throws Exception {
        if (script != null) {
            script.call();
        }
    }
}
