// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys make their values secret. */
class SecretPolicyTest {

    private static final String SECRET = """
            basicAuth pinCode enc_key pat githubPat GITLAB_PAT mnemonic seedPhrase recovery_phrase recoveryCodes backup-code totp_seed otpSeed hmac_sha256_key
            kmsKey keyMaterial connectionString DB_CONNECTION_STRING serviceAccountJson botpassword x-api-key app_secret_2 preSharedKey
            token tokens Token TOKEN botToken bot_token bot-token BOT_TOKEN bot.token OAuth2Token oauthTOKEN refreshToken
            session_token accesstoken authtoken bottoken discordtoken webhookToken secretToken tokenOld tokenB token2
            TOKEN_PROD tokenHash password passwords Password db_password PGPASSWORD passwd MYSQL_PASSWD pwd DB_PWD userpwd
            pass SMTP_PASS dbPass smtppass passphrase passPhrase passcode passCode passWord keystorePassword password1
            passwordHash hashedPassword secret secrets client_secret clientSecret clientsecret webhookSecret secretText
            SECRET_KEY_BASE topsecret signingSecret credential credentials googleCredentials cookie cookies sessionCookie
            sessioncookie authorization Proxy-Authorization authorization_header authHeader auth_header bearer jwt jwts
            signature signatures psk apiKey apiKeys api_key api_keys APIKey API_KEY x-api-key openaiApiKey apikey apikeys
            openaiapikey apiKey2 apiKeyValue api_key_prod apiKeyB accessKey aws_access_key aws_secret_access_key secretKey
            secretkey encryptKey encryptionKey encodingAESKey signingKey signKey privateKey private_keys SSH-PRIVATE-KEY
            sshKey masterKey sharedKey presharedKey licenseKey clientKey appKey appkey authKey botKey webhookKey serviceKey
            accountKey subscriptionKey hmacKey jwtKey OPENAI_KEY openAIKey anthropic_key geminiKey groqkey webhookUrl
            webhook_url incomingWebhookUrl webhookurl apiKye apiKy apKey api_kye tokne tokn tokem botTokne toekn passwrd
            pasword passwort paswd secert secrte scret credntials crdential authorisation athorization signatur acesskey
            privatkey accesstokn
            """;

    private static final String OTHER = """
            basic authBasic pin encMode path pattern patch patient compat seed randomSeed phrase keyPhrase connection connectionStringFormat hash sha256 keyPrefix
            sortKey primaryKey publicKey hotkey keyFile apiKeyEnv tokenType passRate compass credentialsPolicy signatureRequired
            name id url model key keys api auth oauth env2 environment header method max_tokens maxTokens MAX_TOKENS
            maxtokens max_token token_budget tokenBudget tokenLimit token_limit tokens_per_minute tokenCount contextTokens
            inputTokens output_tokens promptTokens completion_tokens totalTokens reserveTokens reserveTokensFloor
            softThresholdTokens budgetTokens budget_tokens thinkingTokens reasoning_tokens cachedTokens numTokens
            max_completion_tokens maxTokensDefault max_tokens_field eosToken bos_token padToken stop_tokens maxTokns
            summarize_token_percent default_token_budget tokenizer tokenize tokenUrl token_endpoint tokenType tokenFile
            tokenExpiry taken woken keywords keyboard monkey donkey turkey hotkey keyName keyFile keyPath keyPrivate
            sessionKey session_key mainKey publicKey public_key primaryKey primary_key foreignKey partitionKey sortKey
            cacheKey groupKey routingKey idempotencyKey objectKey keyId accessKeyId apiKeyName apiKeyEnv apiKeyId
            accesskeyboard passthrough passThrough bypass compass overpass lowPass high_pass passed passenger passive
            passport password_policy passwordPolicy passwordFile author authors authorName authored authority authorized
            authMethod secretary secretName secretariat secrete cookieConsent cookieName cookieDomain credentialsFile
            signatureAlgorithm bearing bearers_count jwtAlgorithm webhook webhookPath webhookPort webhookHost hookUrl apiBase
            apiType apiKit apiVersion clientId client appName
            """;

    static Stream<String> secretKeys() {
        return Arrays.stream(SECRET.strip().split("\\s+"));
    }

    static Stream<String> otherKeys() {
        return Arrays.stream(OTHER.strip().split("\\s+"));
    }

    @ParameterizedTest
    @MethodSource("secretKeys")
    void secretKey_ofAString_masksIt(String key) {
        assertThat(show(key, "'SENTINEL'")).contains("***").doesNotContain("SENTINEL");
        assertThat(show(key, "[{a: ['SENTINEL', 12345678]}]")).doesNotContain("SENTINEL", "12345678");
        assertThat(SecretPolicy.standard().isSecretKey(key)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("otherKeys")
    void otherKey_ofAnything_showsIt(String key) {
        assertThat(show(key, "'shown'")).contains("shown");
        assertThat(show(key, "12345678")).contains("12345678");
        assertThat(SecretPolicy.standard().isSecretKey(key)).isFalse();
    }

    @Test
    void secretKey_ofANumber_masksItUnlessItCountsTokens() {
        assertThat(secretKeys().filter(key -> show(key, "12345678").contains("12345678")))
                .containsExactly("tokens");
    }

    @Test
    void secretKey_ofABoolean_showsIt() {
        assertThat(secretKeys()).allMatch(key -> show(key, "true").endsWith(":true}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "_", "-", "5", "a", "...", "\uD83D\uDE00"})
    void key_withoutWords_isNotSecret(String key) {
        assertThat(SecretPolicy.standard().isSecretKey(key)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "headers",
                "custom_headers",
                "customHeaders",
                "extraHeaders",
                "defaultHeaders",
                "httpHeaders",
                "env",
                "ENV"
            })
    void container_ofAnything_masksAllBelow(String key) {
        assertThat(show(key, "{a: 'SENTINEL', b: [12345678, true]}")).doesNotContain("SENTINEL", "12345678", "true");
        assertThat(show(key, "'shown'")).contains("shown");
    }

    private static String show(String key, String value) {
        return ConfigDocument.parse("c.json", "{" + JsonText.compact(key) + ": " + value + "}")
                .root()
                .toString();
    }
}
