// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.command.ChatCommand;
import dev.agentreload.agents.command.CommandCall;
import dev.agentreload.agents.command.CommandCaller;
import dev.agentreload.agents.command.CommandRequest;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.agents.routing.Router;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ReadResult;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProvisionalReloadsTest {

    private static final CommandCaller ADA = new CommandCaller("console", "default", "ada");

    private final ManualTime time = new ManualTime(Instant.parse("2026-03-02T06:00:00Z"));
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final HostRuntime runtime = scheduler.runtime(Runnable::run);
    private final List<String> output = new ArrayList<>();
    private final Reloader reloader =
            Reloader.builder(runtime).participant(new Hooks()).build();
    private final ConfigSource source = ConfigSource.of(
            "config.json", () -> new ReadResult.Success(ConfigDocument.parse("config.json", this.text)));
    private final ProvisionalReloads provisional =
            new ProvisionalReloads(reloader, source, runtime, "watcher", output::add);
    private String text = "{tools: {a: 1}}";
    private Runnable duringReload = () -> {};

    @BeforeEach
    void start() {
        assertThat(reloader.start(source)).isInstanceOf(ReloadResult.Applied.class);
    }

    @AfterEach
    void close() {
        provisional.close();
        reloader.close();
    }

    @Test
    void provisionalReload_thatNobodyConfirms_isTakenBackAndHeld() throws Exception {
        text = "{tools: {a: 2}}";

        assertThat(answer("reload --confirm-within", "5m"))
                .isEqualTo(
                        "applied 2\nrevision 2 is provisional: without /confirm by 2026-03-02T06:05:00Z revision 1 comes"
                                + " back");
        assertThat(provisional.remark()).isPresent();
        time(Duration.ofMinutes(5).minusNanos(1));
        assertThat(inForce()).isEqualTo("2");
        time(Duration.ofNanos(1));

        assertThat(inForce()).isEqualTo("1");
        assertThat(reloader.view().hold().orElseThrow().actor()).isEqualTo("unconfirmed reload of console/ada");
        assertThat(output)
                .singleElement()
                .asString()
                .startsWith("revision 2 was not confirmed in time: applied revision 3");
        assertThat(provisional.remark()).isEmpty();
    }

    @Test
    void provisionalReload_thatIsConfirmed_stays() throws Exception {
        text = "{tools: {a: 2}}";
        answer("reload --confirm-within", "5m");

        assertThat(answer("confirm")).isEqualTo("revision 2 stays in force");
        time(Duration.ofMinutes(6));

        assertThat(inForce()).isEqualTo("2");
        assertThat(provisional.remark()).isEmpty();
        assertThat(answer("confirm")).isEqualTo("no reload waits to be confirmed");
        assertThat(output).isEmpty();
    }

    @Test
    void provisionalReload_beforeAnOperatorsReload_isConfirmedByIt() throws Exception {
        text = "{tools: {a: 2}}";
        answer("reload --confirm-within", "5m");
        text = "{tools: {a: 3}}";
        reloader.reload(ReloadRequest.manual(source, "http/ci"));

        assertThat(provisional.remark()).isEmpty();
        time(Duration.ofMinutes(6));

        assertThat(inForce()).isEqualTo("3");
    }

    @Test
    void provisionalReload_beforeAnAutomaticReload_isTakenBackWithIt() throws Exception {
        text = "{tools: {a: 2}}";
        answer("reload --confirm-within", "5m");
        text = "{tools: {a: 3}}";
        assertThat(reloader.reload(ReloadRequest.automatic(source, "watcher")))
                .isInstanceOf(ReloadResult.Applied.class);

        assertThat(provisional.remark()).isPresent();
        time(Duration.ofMinutes(5));

        assertThat(inForce()).isEqualTo("1");
    }

    @Test
    void provisionalReload_beforeAnotherOne_givesItsTimeAndItsWayBack() throws Exception {
        text = "{tools: {a: 2}}";
        answer("reload --confirm-within", "5m");
        time(Duration.ofMinutes(4));
        text = "{tools: {a: 3}}";
        answer("reload --confirm-within", "5m");
        time(Duration.ofMinutes(4));
        assertThat(inForce()).isEqualTo("3");

        time(Duration.ofMinutes(1));

        assertThat(inForce()).isEqualTo("1");
    }

    @Test
    void provisionalReload_afterWhichAnOperatorRollsBack_isOver() throws Exception {
        text = "{tools: {a: 2}}";
        answer("reload --confirm-within", "5m");
        reloader.rollback("console/ada");

        assertThat(provisional.remark()).isEmpty();
        time(Duration.ofMinutes(6));

        assertThat(reloader.view().current().orElseThrow().revision()).isEqualTo(3);
    }

    @Test
    void confirmation_whileItIsTakenBack_comesTooLate() throws Exception {
        text = "{tools: {a: 2}, hooks: {}}";
        answer("reload --confirm-within", "5m");
        List<String> replies = new ArrayList<>();
        duringReload = () -> replies.add(confirm());

        time(Duration.ofMinutes(5));

        assertThat(replies).containsExactly("no reload waits to be confirmed");
        assertThat(inForce()).isEqualTo("1");
    }

    @Test
    void confirmation_whileItCannotBeTakenBackYet_counts() throws Exception {
        text = "{tools: {a: 2}}";
        answer("reload --confirm-within", "5m");
        text = "{tools: {a: 2}, hooks: {}}";
        duringReload = () -> time(Duration.ofMinutes(5));
        reloader.reload(ReloadRequest.automatic(source, "watcher"));

        assertThat(provisional.remark()).isPresent();
        assertThat(confirm()).isEqualTo("revision 2 stays in force");
        time(Duration.ofMinutes(1));

        assertThat(inForce()).isEqualTo("2");
    }

    @Test
    void provisionalReload_thatAppliesNothing_hasNothingToConfirm() throws Exception {
        assertThat(answer("reload --confirm-within", "5m")).isEqualTo("unchanged");
        assertThat(provisional.remark()).isEmpty();
    }

    @Test
    void command_withoutATime_isItsUsage() throws Exception {
        text = "{tools: {a: 2}}";
        String usage = "usage: /reload --confirm-within <time>, such as 5m or 90s, a day at most";

        assertThat(answer("reload --confirm-within")).isEqualTo(usage);
        assertThat(answer("reload --confirm-within", "soon")).isEqualTo(usage);
        assertThat(answer("reload --confirm-within", "0s")).isEqualTo(usage);
        assertThat(answer("reload --confirm-within", "25h")).isEqualTo(usage);
        assertThat(answer("reload --confirm-within", "5m", "now")).isEqualTo(usage);
        assertThat(inForce()).isEqualTo("1");
    }

    private String confirm() {
        try {
            return answer("confirm");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void time(Duration passes) {
        scheduler.advance(passes);
    }

    private String inForce() {
        return reloader.view()
                .current()
                .orElseThrow()
                .document()
                .find("tools.a")
                .orElseThrow()
                .toString();
    }

    private String answer(String name, String... words) throws Exception {
        ChatCommand command = provisional
                .commands(result ->
                        result instanceof ReloadResult.Applied applied ? "applied " + applied.revision() : "unchanged")
                .stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        return command.answer(new CommandCall(request(), List.of(words)));
    }

    private static CommandRequest request() {
        AgentId main = AgentId.normalize("main").orElseThrow();
        Router router = Router.read(ConfigDocument.parse("config.json", "{}"), Set.of(main), main)
                .orThrow();
        return CommandRequest.of("", ADA, router, RouteRequest.of("console"));
    }

    /** Does something of the test while a reload of its section runs. */
    private final class Hooks implements ReloadParticipant {

        @Override
        public String name() {
            return "hooks";
        }

        @Override
        public boolean handles(ReloadAction action) {
            return action.equals(ReloadAction.RELOAD_HOOKS);
        }

        @Override
        public Prepared prepare(ReloadContext context) {
            duringReload.run();
            return Prepared.unchanged();
        }

        @Override
        public void retireAll(RetiredResources retired) {}
    }
}
