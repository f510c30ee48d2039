// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CallbackFailuresTest {

    static Stream<Throwable> notFatal() {
        return Stream.of(new Exception(), new IllegalStateException(), new AssertionError(), new StackOverflowError());
    }

    @ParameterizedTest
    @MethodSource("notFatal")
    void rethrowIfFatal_failureThatCanBeReported_returns(Throwable failure) {
        CallbackFailures.rethrowIfFatal(failure);

        assertThat(CallbackFailures.isFatal(failure)).isFalse();
    }

    @Test
    void rethrowIfFatal_errorOfTheJvm_throwsIt() {
        Error failure = new OutOfMemoryError("heap");

        assertThatThrownBy(() -> CallbackFailures.rethrowIfFatal(failure)).isSameAs(failure);
        assertThat(CallbackFailures.isFatal(failure)).isTrue();
    }

    @Test
    void noFailure_isNotFatal() {
        CallbackFailures.rethrowIfFatal(null);

        assertThat(CallbackFailures.isFatal(null)).isFalse();
    }

    @Test
    void keepInterrupt_setsTheFlagForAnInterruptOnly() {
        CallbackFailures.keepInterrupt(new IllegalStateException(new InterruptedException()));
        assertThat(Thread.interrupted()).isFalse();

        CallbackFailures.keepInterrupt(new InterruptedException());
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void forEach_errorsOfTheJvm_callsAllAndThrowsTheLastAtTheEnd() {
        List<String> called = new ArrayList<>();

        assertThatThrownBy(() -> CallbackFailures.forEach(List.of("a", "b", "c"), name -> {
                    called.add(name);
                    if (!name.equals("c")) {
                        throw new InternalError(name);
                    }
                }))
                .isInstanceOf(InternalError.class)
                .hasMessage("b");
        assertThat(called).containsExactly("a", "b", "c");
    }

    @Test
    void forEach_otherException_endsTheLoop() {
        List<String> called = new ArrayList<>();

        assertThatThrownBy(() -> CallbackFailures.forEach(List.of("a", "b"), name -> {
                    called.add(name);
                    throw new IllegalStateException(name);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a");
        assertThat(called).containsExactly("a");
    }
}
