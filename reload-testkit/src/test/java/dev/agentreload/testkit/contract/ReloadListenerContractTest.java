// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadListener;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.ReloadView;
import java.util.List;
import java.util.Map;

/** Has each test of the kit fail on a listener that breaks just what it is about. */
class ReloadListenerContractTest extends BrokenImplementations {

    private static final Map<Class<?>, List<String>> BROKEN = Map.ofEntries(
            Map.entry(Throwing.class, List.of("decided_everyKindOfDecision_doesNotThrow")),
            Map.entry(OneThread.class, List.of("decided_onAnotherThread_doesNotThrow")));

    ReloadListenerContractTest() {
        super(Sound.class, BROKEN);
    }

    /** A listener that keeps all promises, and its own test. */
    static class Sound extends ReloadListenerContract {
        @Override
        protected ReloadListener createListener(ReloadView view) {
            return entry -> {};
        }
    }

    static class Throwing extends Sound {
        @Override
        protected ReloadListener createListener(ReloadView view) {
            return Throwing::requireApplied;
        }

        private static void requireApplied(HistoryEntry entry) {
            if (!(entry.result() instanceof ReloadResult.Applied)) {
                throw new IllegalStateException("expected a success");
            }
        }
    }

    static class OneThread extends Sound {
        @Override
        protected ReloadListener createListener(ReloadView view) {
            Thread thread = Thread.currentThread();
            return entry -> requireSame(thread);
        }

        private static void requireSame(Thread thread) {
            if (!Thread.currentThread().equals(thread)) {
                throw new IllegalStateException("not my thread");
            }
        }
    }
}
