// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyWordsTest {

    @ParameterizedTest
    @CsvSource({
        "token, token",
        "botToken, bot token",
        "bot_token, bot token",
        "bot-token, bot token",
        "bot.token, bot token",
        "'bot token', bot token",
        "BOT_TOKEN, bot token",
        "BotToken, bot token",
        "APIKey, api key",
        "openAIKey, open ai key",
        "key2Use, key use",
        "apiKey2, api key",
        "OAuth2Token, o auth token",
        "__a__b__, a b",
        "tokens, tokens",
        "'', ''",
        "_, ''"
    })
    void of_key_isItsWords(String key, String words) {
        assertThat(String.join(" ", KeyWords.of(key))).isEqualTo(words);
    }
}
