package example.host.tests;

import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.provider.ProviderFactory;
import dev.agentreload.testkit.contract.ProviderFactoryContract;
import example.host.EchoProvider;
import example.host.EchoProviders;

public class EchoProvidersTest extends ProviderFactoryContract<EchoProvider> {

    @Override
    protected ProviderFactory<EchoProvider> createFactory() {
        return new EchoProviders();
    }

    @Override
    protected ProviderDefinition definition() {
        return ProviderDefinition.builder("echo").credential("sk-sentinel").build();
    }
}
