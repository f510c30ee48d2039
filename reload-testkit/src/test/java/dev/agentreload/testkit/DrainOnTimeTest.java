// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.lease.DrainPolicy;
import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.Leased;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.testkit.fake.ManualScheduler;
import dev.agentreload.testkit.fake.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The deadline of a drain acts though no request comes and the status is not read. */
class DrainOnTimeTest {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final ManualTime time = new ManualTime();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final List<String> closed = new ArrayList<>();
    private final Hooks hooks = new Hooks();
    private int version;

    @Test
    void leakedLease_isForcedByTheTimer() {
        Reloader reloader = started();
        Lease<String> leaked = Objects.requireNonNull(hooks.current).acquire();
        reload(reloader);

        scheduler.advance(DEADLINE.minusNanos(1));
        assertThat(closed).isEmpty();
        scheduler.advance(Duration.ofNanos(1));

        assertThat(closed).containsExactly("hooks 0");
        leaked.close();
        assertThat(closed).containsExactly("hooks 0");
    }

    @Test
    void tickerBehindTheScheduler_theTimerTriesAgainUntilTheDeadlineHasPassed() {
        Reloader reloader = started();
        Lease<String> leaked = Objects.requireNonNull(hooks.current).acquire();
        reload(reloader);
        leaked.close();
        Lease<String> later = Objects.requireNonNull(hooks.current).acquire();
        reload(reloader);

        scheduler.advance(DEADLINE);

        assertThat(closed).containsExactly("hooks 0", "hooks 1");
        assertThat(scheduler.waiting()).as("timers that are left").isZero();
        later.close();
    }

    private Reloader started() {
        Reloader reloader = Reloader.builder(scheduler.runtime(Runnable::run))
                .participant(hooks)
                .drain(DrainPolicy.force(DEADLINE))
                .build();
        assertThat(reloader.start(source())).isInstanceOf(ReloadResult.Applied.class);
        return reloader;
    }

    private void reload(Reloader reloader) {
        assertThat(reloader.reload(ReloadRequest.manual(source(), "tester"), Duration.ofDays(1)))
                .isInstanceOf(ReloadResult.Applied.class);
    }

    private ConfigSource source() {
        return ConfigSource.of(
                "config.json", () -> ConfigReader.standard().read("config.json", "{hooks: {v: " + version++ + "}}"));
    }

    private final class Hooks implements ReloadParticipant {

        private final LeaseFactory leases =
                LeaseFactory.of(HostRuntime.of(Runnable::run).withTicker(time));
        private @Nullable Leased<String> current;
        private int built;

        @Override
        public String name() {
            return "hooks";
        }

        @Override
        public boolean handles(ReloadAction action) {
            return action.equals(ReloadAction.RELOAD_HOOKS);
        }

        @Override
        public void retireAll(RetiredResources retired) {}

        @Override
        public Prepared prepare(ReloadContext context) {
            String name = "hooks " + built++;
            Leased<String> next = leases.create(name, name, closed::add);
            return new Prepared() {

                @Override
                public void commit(RetiredResources retired) {
                    Leased<String> before = current;
                    current = next;
                    if (before != null) {
                        retired.add(before);
                    }
                }

                @Override
                public void rollback(RetiredResources retired) {
                    throw new AssertionError("nothing fails here");
                }

                @Override
                public void discard() {
                    next.force();
                }
            };
        }
    }
}
