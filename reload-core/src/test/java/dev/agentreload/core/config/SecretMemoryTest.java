// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever was secret in a document that was added, is masked later. */
class SecretMemoryTest {

    private SecretMemory memory = SecretMemory.empty();

    @Test
    void secretsOfAllDocuments_areMasked() {
        add(
                "{hooks: {token: 'SECRET-ONE', kept: {token: 'SECRET-KEPT'}}, list: [{token: 'SECRET-A'}, {token: 'SECRET-B'}]}");
        add("{hooks: {token: 'SECRET-TWO', kept: {token: 'SECRET-KEPT'}}, list: [{token: 'SECRET-B'}]}");
        add("{hooks: {token: 'SECRET-THREE', kept: {token: 'SECRET-KEPT'}}, list: 'https://me:SECRET-URL@h'}");
        add("{hooks: 1}");
        add("{}");
        add("{}");

        assertThat(memory.mask()
                        .mask("SECRET-ONE SECRET-TWO SECRET-THREE SECRET-KEPT SECRET-A SECRET-B SECRET-URL SECRET-NEW"))
                .isEqualTo("*** *** *** *** *** *** *** SECRET-NEW");
    }

    @Test
    void mask_takenBefore_isNotThatOfLaterDocuments() {
        add("{token: 'SECRET-ONE'}");
        TextMask before = memory.mask();
        add("{token: 'SECRET-TWO'}");

        assertThat(before.mask("SECRET-TWO")).isEqualTo("SECRET-TWO");
        assertThat(memory.mask().mask("SECRET-TWO")).isEqualTo("***");
    }

    @Test
    void moreThanTenThousandEarlierSecrets_theOldestAreForgotten() {
        add("{token: 'SECRET-FIRST'}");
        add(many("a", 9_999));
        add("{}");
        add("{}");
        assertThat(memory.mask().mask("SECRET-FIRST SECRET-a-1")).isEqualTo("*** ***");

        add("{token: 'SECRET-LAST'}");
        add("{}");
        add("{}");
        assertThat(memory.mask().mask("SECRET-FIRST SECRET-a-1 SECRET-LAST")).isEqualTo("SECRET-FIRST *** ***");
    }

    private static String many(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "'SECRET-" + name + "-" + i + "'")
                .collect(Collectors.joining(",", "{tokens: [", "]}"));
    }

    private void add(String json) {
        memory = memory.with(ConfigDocument.parse("c.json", json));
    }
}
