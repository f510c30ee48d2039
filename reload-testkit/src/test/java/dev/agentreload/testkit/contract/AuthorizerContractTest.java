// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.agents.command.Authorizer;
import dev.agentreload.agents.command.CommandCaller;
import java.util.List;
import java.util.Map;

/** Has each test of the kit fail on an authorizer that breaks just what it is about. */
class AuthorizerContractTest extends BrokenImplementations {

    private static final Map<Class<?>, List<String>> BROKEN = Map.ofEntries(
            Map.entry(DenyAll.class, List.of("allows_allowedCaller_mayEachTime", "allows_twoThreads_saysTheSame")),
            Map.entry(
                    AllowAll.class,
                    List.of(
                            "allows_stranger_mayNothing",
                            "allows_strangerAfterTheAllowed_mayNot",
                            "allows_sameIdOnAnotherChannel_mayNot")),
            Map.entry(Remembering.class, List.of("allows_strangerAfterTheAllowed_mayNot")),
            Map.entry(ById.class, List.of("allows_sameIdOnAnotherChannel_mayNot")),
            Map.entry(OneThread.class, List.of("allows_twoThreads_saysTheSame")));

    AuthorizerContractTest() {
        super(Sound.class, BROKEN);
    }

    /** An authorizer that keeps all promises, and its own test. */
    static class Sound extends AuthorizerContract implements Authorizer {

        @Override
        protected Authorizer createAuthorizer() {
            return this;
        }

        @Override
        protected CommandCaller allowed() {
            return new CommandCaller("console", "default", "ada");
        }

        @Override
        protected CommandCaller stranger() {
            return new CommandCaller("console", "default", "eve");
        }

        @Override
        public boolean allows(CommandCaller caller, String command) {
            return caller.equals(allowed());
        }
    }

    static class DenyAll extends Sound {
        @Override
        public boolean allows(CommandCaller caller, String command) {
            return false;
        }
    }

    static class AllowAll extends Sound {
        @Override
        public boolean allows(CommandCaller caller, String command) {
            return true;
        }
    }

    static class Remembering extends Sound {
        private boolean allowed;

        @Override
        public boolean allows(CommandCaller caller, String command) {
            allowed |= super.allows(caller, command);
            return allowed && caller.channel().equals("console");
        }
    }

    static class ById extends Sound {
        @Override
        public boolean allows(CommandCaller caller, String command) {
            return caller.senderId().equals("ada");
        }
    }

    static class OneThread extends Sound {
        private final Thread thread = Thread.currentThread();

        @Override
        public boolean allows(CommandCaller caller, String command) {
            return super.allows(caller, command) && Thread.currentThread().equals(thread);
        }
    }
}
