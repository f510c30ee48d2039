// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.source.DocumentFormat;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** YAML keeps the promises of a format; JSON is YAML too. */
class YamlFormatContractTest extends DocumentFormatContract {

    @Override
    protected DocumentFormat createFormat() {
        return DocumentFormat.yaml();
    }

    @Override
    protected byte[] write(Map<String, ?> content) {
        return JsonText.pretty(content).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected byte[] broken(String secret) {
        return ("apiKey: " + secret + "\nother: [").getBytes(StandardCharsets.UTF_8);
    }
}
