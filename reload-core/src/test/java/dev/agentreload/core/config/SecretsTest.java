// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.bind.ElementNames;
import dev.agentreload.core.internal.tree.ArrayNode;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which values are secret, that they compare by value, and that nothing shows them. */
class SecretsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{token: {a: 'S', b: ['S', {c: 'S'}]}}   | {\"token\":{\"a\":\"***\",\"b\":[\"***\",{\"c\":\"***\"}]}}",
                "{apiKeys: ['S', 'S']}                   | {\"apiKeys\":[\"***\",\"***\"]}",
                "{token: 5, password: true, secret: null} | {\"token\":\"***\",\"password\":true,\"secret\":null}",
                "{max_tokens: 4096, maxTokens: 1.5}      | {\"max_tokens\":4096,\"maxTokens\":1.5}",
                "{token: [1, 'S', false, null]}          | {\"token\":[\"***\",\"***\",false,null]}",
                "{tokens: 5, inputTokens: '5'}           | {\"tokens\":5,\"inputTokens\":\"5\"}",
                "{tokens: [5], tokens_: {a: 5}}          | {\"tokens\":[\"***\"],\"tokens_\":{\"a\":\"***\"}}",
                "{args: ['--token', 'S', '--n', 'shown', '-H', 'S']} | {\"args\":[\"--token\",\"***\",\"--n\",\"shown\",\"-H\",\"***\"]}",
                "{args: ['--api-key=S', '--max-tokens=5', 'token', 'shown']} | {\"args\":[\"--api-key=***\",\"--max-tokens=5\",\"token\",\"shown\"]}",
                "{botToken: {source: 'env', provider: 'default', id: 'BOT_TOKEN'}} | {\"botToken\":{\"source\":\"env\",\"provider\":\"default\",\"id\":\"BOT_TOKEN\"}}",
                "{keys: {apiKey: {id: '/a/b', source: 'file'}}}     | {\"keys\":{\"apiKey\":{\"id\":\"/a/b\",\"source\":\"file\"}}}",
                "{token: {source: 'env', id: 'sk-live-1'}}          | {\"token\":{\"source\":\"***\",\"id\":\"***\"}}",
                "{token: {source: 'S', id: 'X'}}                    | {\"token\":{\"source\":\"***\",\"id\":\"***\"}}",
                "{token: {source: 'env', id: 'X', value: 'S'}}      | {\"token\":{\"source\":\"***\",\"id\":\"***\",\"value\":\"***\"}}",
                "{headers: {a: 'S', b: 1, c: true, d: null, e: {f: [2]}}} | {\"headers\":{\"a\":\"***\",\"b\":\"***\",\"c\":\"***\",\"d\":\"***\",\"e\":{\"f\":[\"***\"]}}}",
                "{custom_headers: {a: 1}, customHeaders: {a: 1}} | {\"custom_headers\":{\"a\":\"***\"},\"customHeaders\":{\"a\":\"***\"}}",
                "{env: {PORT: 80}, ENV: [{a: 1}]}        | {\"env\":{\"PORT\":\"***\"},\"ENV\":[{\"a\":\"***\"}]}",
                "{env: 'prod', headers: 'none'}          | {\"env\":\"prod\",\"headers\":\"none\"}",
                "{environment: {a: 1}, header: {a: 'x'}, envs: {a: 'x'}} | {\"environment\":{\"a\":1},\"header\":{\"a\":\"x\"},\"envs\":{\"a\":\"x\"}}",
                "{a: {token: 'S'}, b: 'shown'}           | {\"a\":{\"token\":\"***\"},\"b\":\"shown\"}",
                "{list: [{token: 'S'}, {b: 'shown'}]}    | {\"list\":[{\"token\":\"***\"},{\"b\":\"shown\"}]}",
                "{env: {token: 5}}                       | {\"env\":{\"token\":\"***\"}}",
                "{token: {env: {a: 5}, b: 5}}            | {\"token\":{\"env\":{\"a\":\"***\"},\"b\":\"***\"}}"
            })
    void values_areMaskedByTheirKeys(String json, String shown) {
        assertThat(show(json)).isEqualTo(shown);
    }

    @Test
    void hostPattern_makesMoreKeysSecret() {
        ConfigReader reader = ConfigReader.builder()
                .secrets(SecretPolicy.standard()
                        .withKeyPattern(Pattern.compile("^pin$"))
                        .withKeyPattern(Pattern.compile("(?i)license")))
                .build();

        assertThat(reader.read("c.json", "{pin: '1', spin: '2', LicenseText: ['3'], token: '4', n: {pin: 5}}")
                        .orThrow()
                        .root())
                .hasToString(
                        "{\"pin\":\"***\",\"spin\":\"2\",\"LicenseText\":[\"***\"],\"token\":\"***\",\"n\":{\"pin\":\"***\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "https://me:S@host/p       | https://***@host/p",
                "https://S@host            | https://***@host",
                "see ftp://a:S@h and ws://b:S@h:80/x | see ftp://***@h and ws://***@h:80/x",
                "https://a:S@b:S@host      | https://***@host",
                "https://:S@host           | https://***@host",
                "https://@host             | https://***@host",
                "https://me:S/S@host/p     | https://***@host/p",
                "https://me:S?S#S@S@host   | https://***@host",
                "redis://:S/S@host         | redis://***@host",
                "https://me:1S/S@host and more@x | https://***@host and more@x",
                "https://host/@me          | https://host/@me",
                "https://host:80/@me       | https://host:80/@me",
                "https://host:/@me         | https://host:/@me",
                "https://host:80?q=a@b     | https://host:80?q=a@b",
                "https://[::1]:80/@me      | https://[::1]:80/@me",
                "https://host?q=a@b        | https://host?q=a@b",
                "https://host#a@b          | https://host#a@b",
                "me@host                   | me@host",
                "https://host              | https://host",
                "https://h/?key=S&x=1      | https://h/?key=***&x=1",
                "https://h/a?x=1&access_token=S#f | https://h/a?x=1&access_token=***#f",
                "/path?X-Amz-Signature=S&x=1 | /path?X-Amz-Signature=***&x=1",
                "https://h/?max_tokens=5&monkey=a | https://h/?max_tokens=5&monkey=a",
                "Endpoint=sb://h/;AccountKey=S==;Database=d | Endpoint=sb://h/;AccountKey=***;Database=d",
                "a key=shown               | a key=shown",
                "https://hooks.slack.com/services/S/S/S | https://hooks.slack.com/services/***",
                "https://h/v1/models?key=S   | https://h/v1/models?key=***",
                "https://h/send?x=1&key=S&y=2 | https://h/send?x=1&key=***&y=2",
                "https://h/a?turkey=shown&keys=shown | https://h/a?turkey=shown&keys=shown",
                "https://open.feishu.cn/open-apis/bot/v2/hook/S-S | https://open.feishu.cn/open-apis/bot/v2/hook/***",
                "https://open.larksuite.com/open-apis/bot/hook/S | https://open.larksuite.com/open-apis/bot/hook/***",
                "https://maker.ifttt.com/trigger/a/with/key/S | https://maker.ifttt.com/trigger/a/with/key/***",
                "https://hook.eu1.make.com/S | https://hook.eu1.make.com/***",
                "https://chat.example/hooks/S2345678901234567890x | https://chat.example/hooks/***",
                "http://127.0.0.1:18789/hooks/agent | http://127.0.0.1:18789/hooks/agent",
                "https://ha.example/api/webhook/S | https://ha.example/api/webhook/***",
                "https://hooks.example/S   | https://hooks.example/***",
                "https://discord.com/api/v10/webhooks/1/S | https://discord.com/api/v10/webhooks/***",
                "https://a.webhook.office.com/webhookb2/S@S/I/S | https://a.webhook.office.com/webhookb2/***",
                "https://api.telegram.org/bot1:S-S/getMe | https://api.telegram.org/bot***/getMe",
                "https://host/bot/1:2      | https://host/bot/1:2"
            })
    void userInfo_inAUrl_isMaskedInValuesAndKeys(String text, String shown) {
        String json = JsonText.compact(text);

        assertThat(show("{a: [" + json + "]}")).isEqualTo("{\"a\":[" + JsonText.compact(shown) + "]}");
        assertThat(show("{" + json + ": 1}")).isEqualTo("{" + JsonText.compact(shown) + ":1}");
        assertThat(ConfigPath.of(text).toString())
                .isEqualTo(ConfigPath.of(shown).toString());
    }

    @Test
    void userInfo_longTextOfBeginnings_isSearchedQuickly() {
        String text = "://a:".repeat(100_000);

        assertThat(show("{a: '" + text + "'}")).isEqualTo("{\"a\":\"" + text + "\"}");
    }

    @Test
    void userInfo_inKeysAndMessages_isNowhere() {
        String json = "{'https://u:SECRET@h': {b: 1, b: 2}, 'https://u:SECRET@h': 1, c: 'x'}";
        List<ConfigProblem> problems =
                ConfigReader.standard().read("c.json", json).problems();

        assertThat(problems)
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "duplicate key [b] at \"https://***@h\".b (c.json:1:31); the last one counts, the first is at c.json:1:25",
                        "duplicate key [https://***@h] at \"https://***@h\" (c.json:1:38); the last one counts, the first is at c.json:1:2");
        assertThat(problems).noneMatch(problem -> problem.toMap().toString().contains("SECRET"));
        assertThat(ConfigProblem.error(
                        ConfigPath.root(),
                        SourcePosition.of("x"),
                        "bad [http://u:SECRET@h]",
                        "did you mean [http://u:SECRET@h]?"))
                .hasToString("bad [http://***@h] at $ (x); did you mean [http://***@h]?");
    }

    @Test
    void secrets_compareByValue() {
        ConfigDocument before = read("{token: 'one', url: 'https://a:one@h', env: {n: 1}}");
        ConfigDocument after = read("{token: 'two', url: 'https://a:two@h', env: {n: 2}}");

        assertThat(before).isNotEqualTo(after);
        assertThat(before.find("token")).isNotEqualTo(after.find("token"));
        assertThat(before.find("url")).isNotEqualTo(after.find("url"));
        assertThat(before.find("env.n")).isNotEqualTo(after.find("env.n"));
        assertThat(before.contentId()).isEqualTo(after.contentId());
        assertThat(before.root()).hasToString(after.root().toString());
    }

    @Test
    void contentId_userInfoInAKey_isMasked() {
        assertThat(read("{'https://u:one@h': 1}").contentId())
                .isEqualTo(read("{'https://u:two@h': 1}").contentId());
    }

    @Test
    void secretValue_isHandedToTheHost() {
        ConfigString token = (ConfigString) read("{token: 'SECRET'}").root().value(0);

        assertThat(token.value()).isEqualTo("SECRET");
        assertThat(token).hasToString("\"***\"");
    }

    @Test
    void hasSecrets_isTrueAboveAndInSecrets() {
        ConfigObject root = read("{a: {b: [{token: 'x'}]}, c: {d: ['y']}, u: 'http://a@b', max_tokens: 5}")
                .root();

        assertThat(root.keys().stream()
                        .filter(key -> root.find(key).orElseThrow().hasSecrets()))
                .containsExactly("a", "u");
        assertThat(root.isSecret()).isFalse();
        assertThat(root.hasSecrets()).isTrue();
    }

    @Test
    void identities_thatAreSecret_areNotPartOfAPath() {
        ArrayNode list = (ArrayNode)
                read("{list: [{token: 'SECRET'}, {token: 'x'}]}").root().value(0);
        ElementNames names = ElementNames.create("token");

        assertThat(list.identification("token")).isEqualTo(ArrayNode.Identification.NONE);
        assertThat(names.next(list.element(0))).isEqualTo(new PathSegment.Index(0));
        assertThat(names.next(list.element(1))).isEqualTo(new PathSegment.Index(1));
    }

    @Test
    void nothing_showsASecret() {
        ConfigDocument document = read("{token: 'SECRET', url: 'https://me:SECRET@h', env: {a: 'SECRET'}}");

        assertThat(document.toString()).doesNotContain("SECRET");
        assertThat(document.root().toString()).doesNotContain("SECRET");
        assertThat(document.root().value(0).toString()).doesNotContain("SECRET");
        assertThat(new ReadResult.Success(document).toString()).doesNotContain("SECRET");
        assertThat(JsonText.compact(document.root())).doesNotContain("SECRET");
        assertThat(JsonText.pretty(java.util.Map.of("a", document.root()))).doesNotContain("SECRET");
        assertThat(document.bind("token", Integer.class).problems().toString()).doesNotContain("SECRET");
        assertThatThrownBy(() -> document.bind("token", Integer.class).orThrow())
                .hasMessage("found a string at token (c.json:1:9); expected a whole number");
    }

    private static String show(String json) {
        return read(json).root().toString();
    }

    private static ConfigDocument read(String json) {
        return ConfigDocument.parse("c.json", json);
    }
}
