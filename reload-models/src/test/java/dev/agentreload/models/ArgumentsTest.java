// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.http.HttpModelSource;
import dev.agentreload.models.provider.ProviderUsage;
import java.net.http.HttpClient;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Arguments that cannot be meant are refused where they are said, and are no name that nothing has. */
class ArgumentsTest {

    private final ModelsConfig config = ModelsConfig.empty(ModelsPolicy.standard());
    private final ModelList list = new ModelList(ImmutableMap.of(), ImmutableMap.of());

    @Test
    @SuppressWarnings("NullAway") // A caller that breaks the contract is what the test is about.
    void nulls_areRefused() {
        List<ThrowingCallable> calls = ImmutableList.of(
                () -> list.find((ModelRef) null),
                () -> list.find((String) null),
                () -> list.models(null),
                () -> config.findModel(null),
                () -> config.findProvider(null),
                () -> config.models(null),
                () -> ModelsConfig.read(ConfigDocument.parse("config.json", "{}"), null),
                () -> ModelsConfig.read(null));

        calls.forEach(call -> assertThatThrownBy(call).isInstanceOf(NullPointerException.class));
    }

    @Test
    void blanks_areRefused() {
        ProviderDefinition.Builder definition = ProviderDefinition.builder("p");
        HttpModelSource.Builder source =
                HttpModelSource.openAiCompatible(HttpClient.newHttpClient(), HostRuntime.of(Runnable::run));

        refused(() -> ProviderDefinition.of(" "), "the id of a provider must not be blank");
        refused(() -> definition.kind(""), "the kind of a provider must not be blank");
        refused(() -> definition.endpoint(""), "the address of a provider must not be blank");
        refused(() -> definition.header("", "value"), "the name of a header must not be blank");
        refused(() -> source.kind(""), "a kind of providers must not be blank");
        refused(() -> source.kind("mine", " "), "a default endpoint must not be blank");
    }

    @Test
    void users_fewerThanNone_areRefused() {
        refused(() -> new ProviderUsage(ProviderDefinition.of("p"), -1), "[-1] users are fewer than none");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
