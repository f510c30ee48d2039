// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.agents.command.ChatCommand;
import dev.agentreload.agents.command.CommandCall;
import dev.agentreload.agents.command.CommandCaller;
import dev.agentreload.agents.command.CommandRequest;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.agents.routing.Router;
import dev.agentreload.agents.routing.SessionKey;
import java.util.List;
import java.util.Map;

/** Has each test of the kit fail on a command that breaks just what it is about. */
class ChatCommandContractTest extends BrokenImplementations {

    private static final Map<Class<?>, List<String>> BROKEN = Map.ofEntries(
            Map.entry(TwoLines.class, List.of("texts_ofTheCommand_areOneLineEach")),
            Map.entry(Renaming.class, List.of("texts_afterACall_areTheSame")),
            Map.entry(
                    Prefixed.class,
                    List.of(
                            "help_ofAGateway_listsTheCommand",
                            "texts_afterACall_areTheSame",
                            "answer_call_isATextAndNoFailure")),
            Map.entry(Throwing.class, List.of("answer_call_isATextAndNoFailure")));

    ChatCommandContractTest() {
        super(Sound.class, BROKEN);
    }

    /** A command that keeps all promises, and its own test. */
    static class Sound extends ChatCommandContract implements ChatCommand {

        @Override
        protected ChatCommand createCommand() {
            return this;
        }

        @Override
        protected CommandRequest call() {
            return new CommandRequest(
                    "/greet ada",
                    new CommandCaller("console", "default", "you"),
                    Router.empty(new AgentId("main")).route(RouteRequest.of("console")),
                    new SessionKey("agent:main:main"));
        }

        @Override
        public String name() {
            return "greet";
        }

        @Override
        public String description() {
            return "greets the caller";
        }

        @Override
        public String arguments() {
            return "<name>";
        }

        @Override
        public String answer(CommandCall call) throws Exception {
            return "hello " + call.arguments();
        }
    }

    static class TwoLines extends Sound {
        @Override
        public String arguments() {
            return "<name>\n<reason>";
        }
    }

    static class Renaming extends Sound {
        private int calls;

        @Override
        public String description() {
            return calls == 0 ? super.description() : "greets the caller again";
        }

        @Override
        public String answer(CommandCall call) throws Exception {
            calls++;
            return super.answer(call);
        }
    }

    static class Prefixed extends Sound {
        @Override
        public String name() {
            return "/greet";
        }
    }

    static class Throwing extends Sound {
        @Override
        public String answer(CommandCall call) {
            throw new IllegalStateException("planned");
        }
    }
}
