// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.server;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import dev.agentreload.testkit.internal.TestThreads;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts a {@link StubModelServer} with threads of its own before each JUnit test, and stops both after it. A test has it as a
 * {@code @RegisterExtension} in an instance field:
 *
 * <pre>{@code
 * class ChatTest {
 *
 *     @RegisterExtension
 *     final StubModelServerExtension stub = StubModelServerExtension.strict();
 *
 *     @Test
 *     void weather_asked_isAnswered() throws Exception {
 *         stub.server().chat().when("weather", StubAnswer.text("sunny"));
 *
 *         HttpRequest request = HttpRequest.newBuilder(URI.create(stub.server().endpoint() + "/v1/chat/completions"))
 *                 .POST(HttpRequest.BodyPublishers.ofString(
 *                         "{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"the weather?\"}]}"))
 *                 .build();
 *         HttpResponse<String> response =
 *                 HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
 *
 *         assertThat(response.body()).contains("sunny");
 *     }
 * }
 * }</pre>
 */
public final class StubModelServerExtension implements BeforeEachCallback, AfterEachCallback {

    private enum Unmatched {
        ACCEPTED,
        FAILURE
    }

    private final Unmatched unmatched;
    private @Nullable TestThreads threads;
    private @Nullable StubModelServer server;

    private StubModelServerExtension(Unmatched unmatched) {
        this.unmatched = unmatched;
    }

    /** Creates an extension whose server may be asked what it has no answer to. */
    public static StubModelServerExtension lenient() {
        return new StubModelServerExtension(Unmatched.ACCEPTED);
    }

    /** Creates an extension that fails a test in which the server was asked something that it has no answer to. */
    public static StubModelServerExtension strict() {
        return new StubModelServerExtension(Unmatched.FAILURE);
    }

    /**
     * Returns the server.
     *
     * @throws IllegalStateException if no test runs
     */
    public StubModelServer server() {
        @Nullable StubModelServer running = server;
        checkState(
                running != null,
                "the server runs only during a test; is the extension an instance field with @RegisterExtension?");
        return requireNonNull(running);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        TestThreads started = TestThreads.create("stub model server");
        threads = started;
        server = StubModelServer.start(started);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        StubModelServer running = server();
        server = null;
        try {
            running.close();
        } finally {
            requireNonNull(threads).close();
        }
        if (unmatched == Unmatched.FAILURE && context.getExecutionException().isEmpty()) {
            running.verifyNoUnmatched();
        }
    }
}
