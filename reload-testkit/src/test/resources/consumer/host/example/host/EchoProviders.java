package example.host;

import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.provider.ProviderFactory;

/** Makes providers. */
public final class EchoProviders implements ProviderFactory<EchoProvider> {

    @Override
    public EchoProvider create(ProviderDefinition definition) {
        return new EchoProvider();
    }

    @Override
    public void probe(ProviderDefinition definition, EchoProvider provider) {
        provider.answer("probe");
    }
}
