// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.InvalidConfigException;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReloadableTest {

    private final HostRuntime runtime = HostRuntime.of(Runnable::run).withTicker(() -> 0);
    private final List<String> journal = new ArrayList<>();
    private final Reloadable<String> hooks = Reloadable.builder("hooks", ReloadAction.RELOAD_HOOKS)
            .read(ReloadableTest::path)
            .open(this::open)
            .check((opened, deadline) -> check(opened))
            .close(opened -> journal.add("close " + opened))
            .build(runtime);

    private static String path(ConfigDocument document, ProblemCollector problems) {
        String text = document.root().find("hooks").map(Object::toString).orElse("none");
        if (text.contains("bad")) {
            problems.add(ConfigProblem.error(
                    ConfigPath.of("hooks"), document.nearestPosition(ConfigPath.of("hooks")), "bad hooks", ""));
        } else if (text.contains("refused")) {
            throw new InvalidConfigException(List.of(ConfigProblem.error(
                    ConfigPath.of("hooks"), document.nearestPosition(ConfigPath.of("hooks")), "refused", "")));
        }
        return text;
    }

    private String open(String text) throws IOException {
        if (text.contains("closed")) {
            throw new IOException("cannot be opened");
        }
        journal.add("open " + text);
        return text;
    }

    private static void check(String opened) throws IOException {
        if (opened.contains("deaf")) {
            throw new IOException("no answer");
        }
    }

    @Test
    void value_beforeAStart_isNone() {
        assertThat(hooks.findCurrent()).isEmpty();
        assertThatIllegalStateException().isThrownBy(hooks::current).withMessage("[hooks] has no value yet");
        assertThatIllegalStateException().isThrownBy(hooks::lease).withMessage("[hooks] has no value yet");
        assertThat(hooks).hasToString("Reloadable[hooks, no value yet]");
    }

    @Test
    void reload_replacesTheValue_andClosesTheOldAfterItsLastUser() {
        Reloader reloader = started("1");
        Lease<String> lease = hooks.lease();

        assertThat(reload(reloader, "2").kind()).isEqualTo(ReloadResult.Kind.APPLIED);

        assertThat(hooks.current()).isEqualTo("2");
        assertThat(lease.value()).isEqualTo("1");
        assertThat(journal).containsExactly("open 1", "open 2");
        lease.close();
        assertThat(journal).containsExactly("open 1", "open 2", "close 1");
    }

    @Test
    void documents_thatCannotBeRead_areRefusedWithTheirProblems() {
        Reloader reloader = started("1");

        assertThat(reload(reloader, "'bad'").summary()).isEqualTo("invalid: bad hooks at hooks (test.json:1:9)");
        assertThat(reload(reloader, "'refused'").summary()).isEqualTo("invalid: refused at hooks (test.json:1:9)");

        assertThat(hooks.current()).isEqualTo("1");
        assertThat(journal).containsExactly("open 1");
    }

    @Test
    void resources_thatDoNotOpenOrAnswer_leaveTheOldInForce() {
        Reloader reloader = started("1");

        assertThat(reload(reloader, "'closed'").summary())
                .isEqualTo("rolled back: prepare of [hooks] failed: IOException: cannot be opened");
        assertThat(reload(reloader, "'deaf'").summary())
                .isEqualTo("rolled back: verify of [hooks] failed: IOException: no answer");

        assertThat(hooks.current()).isEqualTo("1");
        assertThat(journal).containsExactly("open 1", "open \"deaf\"", "close \"deaf\"");
    }

    @Test
    void commitOfAnotherParticipantFails_restoresTheOldValue_andRetiresTheNew() {
        Reloadable<String> broken = Reloadable.builder("broken", ReloadAction.RELOAD_HOOKS)
                .read(ReloadableTest::path)
                .build(runtime);
        Reloader reloader = started("1", new ThrowingAtCommit(broken.participant()));

        assertThat(reload(reloader, "2").kind()).isEqualTo(ReloadResult.Kind.ROLLED_BACK);

        assertThat(hooks.current()).isEqualTo("1");
        assertThat(broken.current()).isEqualTo("1");
        assertThat(journal).containsExactly("open 1", "open 2", "close 2");
    }

    @Test
    void close_retiresTheValue_andRefusesLeases() {
        Reloader reloader = started("1");

        assertThat(reloader.close(Duration.ZERO).isClean()).isTrue();

        assertThat(journal).containsExactly("open 1", "close 1");
        assertThat(hooks.current()).isEqualTo("1");
        assertThatIllegalStateException().isThrownBy(hooks::lease).withMessage("[hooks] is closed");
    }

    @Test
    void closeable_withoutACloser_closesItself() {
        Reloadable<AutoCloseable> client = Reloadable.builder("hooks", ReloadAction.RELOAD_HOOKS)
                .read(ReloadableTest::path)
                .<AutoCloseable>open(text -> () -> journal.add("closed " + text))
                .build(runtime);
        Reloader reloader =
                Reloader.builder(runtime).participant(client.participant()).build();
        reloader.start(source("1"));

        reload(reloader, "2");

        assertThat(journal).containsExactly("closed 1");
    }

    @Test
    void builder_withoutActions_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reloadable.builder("hooks"))
                .withMessage("[hooks] has no action; expected those that replace its value");
    }

    /** Delegates, and throws at its first commit of a reload, after it has committed. */
    private static final class ThrowingAtCommit implements ReloadParticipant {

        private final ReloadParticipant real;

        ThrowingAtCommit(ReloadParticipant real) {
            this.real = real;
        }

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public boolean handles(ReloadAction action) {
            return real.handles(action);
        }

        @Override
        public void retireAll(RetiredResources retired) {
            real.retireAll(retired);
        }

        @Override
        public Prepared prepare(ReloadContext context) throws Exception {
            Prepared prepared = real.prepare(context);
            return new Prepared() {
                @Override
                public void commit(RetiredResources retired) {
                    prepared.commit(retired);
                    if (context.plan().isPresent()) {
                        throw new IllegalStateException("broken");
                    }
                }

                @Override
                public void rollback(RetiredResources retired) {
                    prepared.rollback(retired);
                }

                @Override
                public void discard() throws Exception {
                    prepared.discard();
                }
            };
        }
    }

    private Reloader started(String hooksText, Participant... others) {
        Reloader.Builder builder = Reloader.builder(runtime).participant(hooks.participant());
        List.of(others).forEach(builder::participant);
        Reloader reloader = builder.build();
        assertThat(reloader.start(source(hooksText)).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        return reloader;
    }

    private static ReloadResult reload(Reloader reloader, String hooksText) {
        return reloader.reload(ReloadRequest.manual(source(hooksText), "tester"), Duration.ofHours(1));
    }

    private static ConfigSource source(String hooksText) {
        ConfigDocument document = ConfigDocument.parse("test.json", "{hooks: " + hooksText + "}");
        return ConfigSource.of("test.json", () -> new ReadResult.Success(document));
    }
}
