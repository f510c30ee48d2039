// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A planted secret is shown nowhere: by no plan, problem, result, history, status or log line, in whatever form a host quotes it. */
class SecretSentinelTest {

    private static final String SECRET = "S3NT1NEL/\"a+b\"\nS3NT1NEL-line two";

    private final RecordingLogger log = new RecordingLogger();
    private int version;

    static Stream<String> forms() {
        byte[] basic = ("user:" + SECRET).getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                SECRET,
                JsonText.compact(SECRET),
                "S3NT1NEL-line two",
                URLEncoder.encode(SECRET, StandardCharsets.UTF_8),
                Base64.getEncoder().encodeToString(basic),
                Base64.getUrlEncoder().withoutPadding().encodeToString(basic),
                "https://user:S3NT1NEL/x@host");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void secret_inAnExceptionOrAProblemOrAWarning_isShownNowhere(String form) {
        Quoting part = new Quoting(form);
        Reloader reloader = Reloader.builder(HostRuntime.of(Runnable::run))
                .participant(part)
                .logger(log)
                .build();
        ConfigSource source =
                ConfigSource.of("c.json", () -> ConfigReader.standard().read("c.json", text(version++)));
        ReloadRequest request = ReloadRequest.manual(source, "ada");

        ReloadResult started = reloader.start(source);
        part.fails = true;
        ReloadResult failed = reloader.reload(request, Duration.ofSeconds(5));
        part.refuses = true;
        ReloadResult refused = reloader.reload(request, Duration.ofSeconds(5));

        assertThat(List.of(started.kind(), failed.kind(), refused.kind()))
                .containsExactly(ReloadResult.Kind.APPLIED, ReloadResult.Kind.ROLLED_BACK, ReloadResult.Kind.INVALID);
        String shown = Stream.of(started, failed, refused)
                        .map(result -> result + result.summary())
                        .toList() + " " + reloader.view().history()
                + reloader.view().status() + log.lines();
        assertShowsNothing(shown, form);
        assertThat(shown).contains("***");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void secret_underASecretKey_isInNoPlan(String form) {
        ConfigDocument base = ConfigDocument.parse("c.json", text(1));
        ConfigDocument target = ConfigDocument.parse("c.json", text(2).replace("S3NT1NEL-line", "S3NT1NEL-other"));
        ReloadPlan plan = ReloadPlanner.plan(base, target);

        assertThat(plan.secretsChanged()).isTrue();
        assertShowsNothing(plan.explain() + plan.toJson() + plan.toMap() + plan + plan.changes() + base.root(), form);
    }

    private static void assertShowsNothing(String shown, String form) {
        assertThat(shown).doesNotContain("S3NT1NEL", form, "UzNUMU5F", "czM", "M05UMU5FT", "NOVDFORU");
    }

    private static String text(int version) {
        return "{hooks: {signingKey: %s, v: %d}}".formatted(JsonText.compact(SECRET), version);
    }

    /** Quotes the secret in all that it answers. */
    private static final class Quoting implements ReloadParticipant {

        private final String form;
        private boolean fails;
        private boolean refuses;

        Quoting(String form) {
            this.form = form;
        }

        @Override
        public String name() {
            return "hooks";
        }

        @Override
        public boolean handles(ReloadAction action) {
            return true;
        }

        @Override
        public List<ConfigProblem> validate(ReloadContext context) {
            ConfigProblem problem = ConfigProblem.error(
                    ConfigPath.of("hooks"), SourcePosition.of("c.json"), "no " + form, "expected not " + form);
            context.warn(problem);
            return refuses ? List.of(problem) : List.of();
        }

        @Override
        public Prepared prepare(ReloadContext context) throws Exception {
            if (fails) {
                throw new java.io.IOException("refused " + form, new IllegalStateException("because of " + form));
            }
            return Prepared.unchanged();
        }

        @Override
        public void retireAll(RetiredResources retired) {}
    }
}
