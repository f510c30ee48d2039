// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRefTest {

    @Test
    void text_withSeveralSlashes_isSplitAtTheFirst() {
        assertThat(ModelRef.parse(" lmstudio / openai/gpt-oss-20b "))
                .isEqualTo(new ModelRef("lmstudio", "openai/gpt-oss-20b"))
                .hasToString("lmstudio/openai/gpt-oss-20b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpt", "/gpt", "openai/", " / "})
    void text_withoutBothParts_isNoReference(String text) {
        assertThat(ModelRef.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> ModelRef.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[" + text + "] is no model, expected provider/model");
    }

    @Test
    void constructor_withASlashInTheProvider_refuses() {
        assertThatThrownBy(() -> new ModelRef("a/b", "c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a provider has no slash: [a/b]");
    }
}
