// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.apply.MaskedException;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.config.TextMask;
import dev.agentreload.core.internal.engine.call.Failures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever host code throws, masking it neither fails nor lets a secret through. */
class SecretMaskTest {

    private static final String SECRET = "SENTINEL-1";

    private final SecretMask mask =
            SecretMask.of(TextMask.of(List.of(ConfigDocument.parse("c.json", "{token: '" + SECRET + "'}"))));

    @Test
    void throwable_thatQuotesNothing_isReturnedItself() {
        Exception failure = new IOException("no route", new IllegalStateException("why"));
        failure.addSuppressed(new Exception((String) null));

        assertThat(mask.mask(failure)).isSameAs(failure);
    }

    @Test
    void throwable_thatQuotesASecretAnywhere_isCopiedMasked() {
        IOException failure = new IOException("401", new IllegalStateException("key " + SECRET));
        failure.addSuppressed(new Exception("also " + SECRET, new Exception("last " + SECRET)));

        Throwable masked = mask.mask(failure);

        assertThat(printed(masked)).doesNotContain(SECRET);
        assertThat(masked).isInstanceOf(MaskedException.class).hasMessage("IOException: 401");
        assertThat(masked.getCause()).hasMessage("IllegalStateException: key ***");
        assertThat(masked.getSuppressed()[0]).hasMessage("Exception: also ***");
        assertThat(masked.getSuppressed()[0].getCause()).hasMessage("Exception: last ***");
        assertThat(masked.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(Failures.describe(masked)).isEqualTo("IOException: 401, caused by IllegalStateException: key ***");
        assertThat(mask.mask(masked)).isSameAs(masked);
    }

    @Test
    void maskedThrowable_maskedAgainWithOtherSecrets_keepsItsType() {
        Throwable once = mask.mask(new IOException(SECRET + " and OTHER-SECRET"));
        SecretMask other =
                SecretMask.of(TextMask.of(List.of(ConfigDocument.parse("c.json", "{token: 'OTHER-SECRET'}"))));

        assertThat(other.mask(once)).hasMessage("IOException: *** and ***");
    }

    @Test
    void chain_ofTenThousandCauses_isCutAndMasked() {
        Throwable failure = new Exception("deep " + SECRET);
        for (int i = 0; i < 10_000; i++) {
            failure = new Exception("attempt " + i, failure);
        }

        Throwable masked = mask.mask(failure);

        assertThat(printed(masked)).doesNotContain(SECRET);
        assertThat(all(masked)).hasSize(64).allMatch(each -> each instanceof MaskedException);
        assertThat(Failures.describe(failure)).startsWith("Exception: attempt 9999, caused by Exception: attempt 9998");
    }

    @Test
    void tenThousandSuppressed_areCutAndMasked() {
        Exception failure = new Exception("busy", new Exception("cause " + SECRET));
        for (int i = 0; i < 10_000; i++) {
            failure.addSuppressed(new Exception("quiet " + i + (i == 9_999 ? SECRET : "")));
        }

        Throwable masked = mask.mask(failure);

        assertThat(printed(masked)).doesNotContain(SECRET);
        assertThat(masked.getSuppressed()).hasSize(8);
        assertThat(masked.getCause()).hasMessage("Exception: cause ***");
    }

    @Test
    void cycles_endAndAreMasked() {
        Exception first = new Exception("first " + SECRET);
        Exception second = new Exception("second", first);
        first.initCause(second);
        first.addSuppressed(second);

        Throwable masked = mask.mask(first);

        assertThat(all(masked)).hasSize(2);
        assertThat(masked.getCause()).hasMessage("Exception: second");
        assertThat(Failures.describe(first)).contains("caused by Exception: second");
    }

    static Stream<Supplier<Object>> answers() {
        return Stream.of(
                () -> null,
                () -> {
                    throw new IllegalStateException(SECRET);
                },
                () -> {
                    throw new StackOverflowError(SECRET);
                },
                () -> {
                    throw new AssertionError(SECRET);
                });
    }

    @ParameterizedTest
    @MethodSource("answers")
    void throwable_whoseMethodsThrowOrAnswerNull_isMaskedAndDescribed(Supplier<Object> answer) {
        for (int broken = 1; broken < 32; broken++) {
            Throwable failure = new Hostile(broken, answer);
            Throwable masked = mask.mask(new IOException("outer", failure));

            assertThat(printed(masked)).doesNotContain(SECRET).contains("Hostile");
            assertThat(Failures.describe(failure)).contains("Hostile").doesNotContain(SECRET);
        }
    }

    @Test
    void throwable_whoseCauseThrows_saysSo() {
        Throwable failure = new Hostile(Hostile.CAUSE, () -> {
            throw new IllegalStateException(SECRET);
        });

        assertThat(mask.mask(failure).getCause()).hasMessage("Hostile: its cause threw IllegalStateException");
        assertThat(mask.mask(new Hostile(Hostile.MESSAGE, () -> {
                    throw new IllegalStateException(SECRET);
                })))
                .hasMessage("Hostile: its message threw IllegalStateException");
    }

    @Test
    void throwable_withAnotherMessageEachTime_isReadOnceAndCopied() {
        AtomicInteger calls = new AtomicInteger();
        Throwable failure = new Hostile(Hostile.MESSAGE, () -> calls.incrementAndGet() == 1 ? "harmless" : SECRET);

        Throwable masked = mask.mask(failure);

        assertThat(masked).hasMessage("Hostile: harmless");
        assertThat(printed(masked)).doesNotContain(SECRET);
        assertThat(Failures.describe(masked)).isEqualTo("Hostile: harmless");
    }

    @Test
    void throwable_ofAChainWithoutEnd_isCut() {
        Throwable failure = new Endless(0);

        assertThat(all(mask.mask(failure))).hasSize(64);
        assertThat(Failures.describe(failure))
                .isEqualTo(
                        "Endless: 0, caused by Endless: 1, caused by Endless: 2, caused by Endless: 3, caused by Endless: 4");
    }

    @Test
    void message_thatIsHuge_isCutAndNoSecretWithIt() {
        String text = "x".repeat(9_995) + SECRET + "y".repeat(5_000_000);

        String message = mask.mask(new Exception(text)).getMessage();

        assertThat(message).doesNotContain("SENT").hasSizeLessThan(10_100).endsWith("… (5010005 characters)");
        assertThat(Failures.describe(new Exception(text))).hasSizeLessThan(10_100);
    }

    @Test
    void errorOfTheJvm_thatAMethodThrows_isThrownOn() {
        Throwable failure = new Hostile(Hostile.MESSAGE, () -> {
            throw new OutOfMemoryError();
        });

        assertThatThrownBy(() -> mask.mask(failure)).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> Failures.describe(failure)).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void userInfo_thatIsInNoDocument_isMasked() {
        assertThat(mask.mask(new IOException("cannot reach https://user:pa/ss@host")))
                .hasMessage("IOException: cannot reach https://***@host");
    }

    @Test
    void anonymousClass_hasAName() {
        assertThat(Failures.describe(new Exception("x") {})).isEqualTo("1: x");
    }

    @Test
    void problem_ofAHost_isMaskedEverywhere() {
        ConfigProblem problem = ConfigProblem.warning(
                ConfigPath.of("channels", SECRET, "a"),
                SourcePosition.of("c.json"),
                "401 for " + SECRET,
                "not " + SECRET);

        assertThat(mask.mask(problem)).hasToString("401 for *** at channels (c.json); not ***");
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text + " " + failure + " " + failure.getMessage() + " " + Failures.describe(failure);
    }

    private static Set<Throwable> all(Throwable failure) {
        Set<Throwable> found = new HashSet<>();
        List<Throwable> open = new ArrayList<>(List.of(failure));
        while (!open.isEmpty()) {
            Throwable next = open.remove(open.size() - 1);
            if (next != null && found.add(next)) {
                open.add(next.getCause());
                open.addAll(List.of(next.getSuppressed()));
            }
        }
        return found;
    }

    /** Answers where it is broken. */
    @SuppressWarnings("NullAway") // it answers null where that is not allowed
    private static final class Hostile extends Exception {

        static final int MESSAGE = 1;
        static final int CAUSE = 2;
        private static final int LOCALIZED = 4;
        private static final int TEXT = 8;
        private static final int TRACE = 16;
        private static final long serialVersionUID = 1L;

        private final int broken;
        private final transient Supplier<Object> answer;

        Hostile(int broken, Supplier<Object> answer) {
            super("fine");
            this.broken = broken;
            this.answer = answer;
        }

        private Object answer(int method, Object right) {
            return answer != null && (broken & method) != 0 ? answer.get() : right;
        }

        @Override
        public String getMessage() {
            return (String) answer(MESSAGE, super.getMessage());
        }

        @Override
        public String getLocalizedMessage() {
            return (String) answer(LOCALIZED, "fine");
        }

        @Override
        public synchronized Throwable getCause() {
            return (Throwable) answer(CAUSE, super.getCause());
        }

        @Override
        public String toString() {
            return (String) answer(TEXT, "fine");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            return (StackTraceElement[]) answer(TRACE, super.getStackTrace());
        }
    }

    private static final class Endless extends Exception {

        private static final long serialVersionUID = 1L;

        private final int number;

        Endless(int number) {
            super(Integer.toString(number));
            this.number = number;
        }

        @Override
        public synchronized @Nullable Throwable getCause() {
            return new Endless(number + 1);
        }
    }
}
