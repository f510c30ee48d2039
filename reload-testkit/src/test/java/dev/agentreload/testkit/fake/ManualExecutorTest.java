// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ManualExecutorTest {

    private final ManualExecutor executor = new ManualExecutor();
    private final List<String> done = new ArrayList<>();

    @Test
    void tasks_untilTheyAreRun_waitInTheirOrder() {
        executor.execute(() -> done.add("a"));
        executor.execute(() -> done.add("b"));
        assertThat(done).isEmpty();
        assertThat(executor).hasToString("ManualExecutor[2 waiting]");

        executor.runNext();

        assertThat(done).containsExactly("a");
        assertThat(executor.waiting()).isEqualTo(1);
    }

    @Test
    void runAll_taskThatSubmitsAnother_runsThatToo() {
        executor.execute(() -> executor.execute(() -> done.add("second")));
        executor.execute(() -> done.add("first"));

        assertThat(executor.runAll()).isEqualTo(3);

        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void runAll_taskThatThrows_leavesTheOthersWaiting() {
        executor.execute(() -> {
            throw new IllegalStateException("planned");
        });
        executor.execute(() -> done.add("other"));

        assertThatThrownBy(executor::runAll).hasMessage("planned");

        assertThat(executor.runAll()).isEqualTo(1);
        assertThat(done).containsExactly("other");
    }

    @Test
    void runNext_nothingWaits_isRefused() {
        assertThatThrownBy(executor::runNext)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no task waits");
    }

    @Test
    void refuseWork_keepsWhatWaitsUntilWorkIsAcceptedAgain() {
        executor.execute(() -> done.add("before"));
        executor.refuseWork();
        assertThatThrownBy(() -> executor.execute(() -> done.add("meanwhile")))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("this executor refuses work");

        executor.acceptWork();
        executor.execute(() -> done.add("after"));

        executor.runAll();
        assertThat(done).containsExactly("before", "after");
    }
}
