package example.host.tests;

import dev.agentreload.agents.command.Authorizer;
import dev.agentreload.agents.command.CommandCaller;
import dev.agentreload.testkit.contract.AuthorizerContract;
import example.host.Owners;

public class OwnersTest extends AuthorizerContract {

    @Override
    protected Authorizer createAuthorizer() {
        return new Owners();
    }

    @Override
    protected CommandCaller allowed() {
        return Owners.OWNER;
    }

    @Override
    protected CommandCaller stranger() {
        return new CommandCaller("telegram", "default", "eve");
    }
}
