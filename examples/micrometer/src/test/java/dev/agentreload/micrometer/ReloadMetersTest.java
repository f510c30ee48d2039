// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.micrometer;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.TurnLease;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.provider.ProviderPool;
import dev.agentreload.testkit.fake.FakeConfigSource;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReloadMetersTest {

    private static final String SMALL = "{agents: {list: [{id: 'ada', model: 'openai/small'}]}}";
    private static final String LARGE = "{agents: {list: [{id: 'ada', model: 'openai/large'}]}}";

    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final HostRuntime runtime = HostRuntime.of(Runnable::run);
    private final ProviderPool<String> pool =
            ProviderPool.builder(definition -> definition.id(), runtime).build();
    private final AgentRegistry<String> agents = AgentRegistry.builder(
                    pool,
                    (agent, providers) -> agent.id() + " on " + agent.model().ref(),
                    runtime)
            .build();
    private final Reloader reloader = Reloader.builder(runtime)
            .participant(agents.participant())
            .ignoring(ReloadAction.RESTART_HEARTBEAT)
            .build();
    private final FakeConfigSource source = FakeConfigSource.of("agents.json", SMALL);
    private final ReloadMeters reloadMeters =
            ReloadMeters.builder(reloader.view()).agents(agents).providers(pool).build();

    @AfterEach
    void close() {
        reloadMeters.close();
        reloader.close(Duration.ofSeconds(1));
    }

    @Test
    void meters_bound_areThoseOfTheReadme() throws IOException {
        reloadMeters.bindTo(meters);

        assertThat(registered()).isEqualTo(documented());
    }

    @Test
    void meters_beforeTheStart_areZero() {
        reloadMeters.bindTo(meters);

        assertThat(meters.getMeters())
                .allSatisfy(meter -> assertThat(meter.measure())
                        .allSatisfy(value -> assertThat(value.getValue()).isZero()));
    }

    @Test
    void decisions_appliedAndRefused_areCountedByResult() {
        reloadMeters.bindTo(meters);
        reloader.start(source);
        reload(LARGE);
        reload("{agents: {");

        assertThat(decisions("start", "applied")).isEqualTo(1);
        assertThat(decisions("reload", "applied")).isEqualTo(1);
        assertThat(decisions("reload", "invalid")).isEqualTo(1);
        assertThat(meters.get("agent.reload.duration")
                        .tag("result", "applied")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(meters.get("agent.reload.phase.duration")
                        .tag("phase", "prepare")
                        .timer()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void decisions_beforeTheBinding_areCountedOnce() {
        reloader.start(source);
        reloadMeters.bindTo(meters);
        reloadMeters.bindTo(meters);

        assertThat(decisions("start", "applied")).isEqualTo(1);
    }

    @Test
    void gauges_turnOnRetiredGeneration_countIt() {
        reloadMeters.bindTo(meters);
        reloader.start(source);

        try (TurnLease<String> turn = agents.lease(RouteRequest.of("console"))) {
            assertThat(gauge("agent.reload.turns.open")).isEqualTo(1);
            reload(LARGE);
            assertThat(turn.isRetired()).isTrue();
            assertThat(gauge("agent.reload.retired.generations")).isEqualTo(1);
            assertThat(gauge("agent.reload.retired.leases")).isEqualTo(1);
            assertThat(meters.get("agent.reload.retired.age").timeGauge().value())
                    .isPositive();
        }

        assertThat(gauge("agent.reload.retired.generations")).isZero();
        assertThat(gauge("agent.reload.revision")).isEqualTo(2);
        assertThat(gauge("agent.reload.agents")).isEqualTo(1);
        assertThat(gauge("agent.reload.providers")).isEqualTo(1);
    }

    @Test
    void gauges_editRefused_sayThatTheLastDecisionIsNotInEffect() {
        reloadMeters.bindTo(meters);
        reloader.start(source);
        assertThat(gauge("agent.reload.last.successful")).isEqualTo(1);

        reload("{agents: {");

        assertThat(gauge("agent.reload.last.successful")).isZero();
        assertThat(gauge("agent.reload.in.sync")).isZero();
    }

    @Test
    void gauges_rolledBack_sayThatAutomaticReloadsAreHeldUntilResumed() {
        reloadMeters.bindTo(meters);
        reloader.start(source);
        reload(LARGE);
        assertThat(gauge("agent.reload.in.sync")).isEqualTo(1);

        reloader.rollback("test").orThrow();
        assertThat(gauge("agent.reload.held")).isEqualTo(1);
        assertThat(gauge("agent.reload.in.sync")).isZero();

        reloader.resume();
        assertThat(gauge("agent.reload.held")).isZero();
    }

    @Test
    void gauges_pathDeferred_countItAsPending() {
        reloadMeters.bindTo(meters);
        reloader.start(source);

        source.write(SMALL.replace("{agents", "{port: 1, gateway: {reload: {mode: 'hot'}}, agents"));
        reloader.reload(ReloadRequest.automatic(source, "test"), Duration.ofSeconds(5));

        assertThat(gauge("agent.reload.pending.paths")).isEqualTo(1);
        assertThat(gauge("agent.reload.in.sync")).isZero();
    }

    @Test
    void close_bound_removesItsMetersAlone() {
        meters.counter("other");
        reloadMeters.bindTo(meters);

        reloadMeters.close();

        assertThat(meters.getMeters())
                .extracting(meter -> meter.getId().getName())
                .containsExactly("other");
    }

    @Test
    void tags_ofTheHost_areOnEveryMeter() {
        try (ReloadMeters tagged = ReloadMeters.builder(reloader.view())
                .tags(Tags.of("host", "one"))
                .build()) {
            tagged.bindTo(meters);

            assertThat(meters.getMeters())
                    .allSatisfy(
                            meter -> assertThat(meter.getId().getTag("host")).isEqualTo("one"));
        }
    }

    private void reload(String content) {
        source.write(content);
        reloader.reload(ReloadRequest.manual(source, "test"), Duration.ofSeconds(5));
    }

    private double decisions(String operation, String result) {
        return meters.get("agent.reload.decisions")
                .tag("operation", operation)
                .tag("result", result)
                .counter()
                .count();
    }

    /** Reads the gauge in a scrape of its own. */
    private double gauge(String name) {
        clock.add(Duration.ofSeconds(2));
        return meters.get(name).gauge().value();
    }

    private Set<String> registered() {
        return meters.getMeters().stream().map(ReloadMetersTest::row).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String row(Meter meter) {
        String tags = meter.getId().getTags().stream()
                .map(Tag::getKey)
                .map(key -> "`" + key + "`")
                .collect(joining(", "));
        return "| `%s` | %s | %s%s |"
                .formatted(
                        meter.getId().getName(),
                        meter.getId().getType().name().toLowerCase(Locale.ROOT),
                        tags.isEmpty() ? "| " : tags + " | ",
                        meter.getId().getDescription());
    }

    private static Set<String> documented() throws IOException {
        return Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("| `agent.reload."))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
