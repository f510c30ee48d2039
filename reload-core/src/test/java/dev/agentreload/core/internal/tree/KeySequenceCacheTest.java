// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.PlaceholderResolver;
import dev.agentreload.core.config.SecretPolicy;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a reader remembers shows in nothing but time; */
class KeySequenceCacheTest {

    private final KeySequenceCache memory = new KeySequenceCache(SecretPolicy.standard());

    @Test
    void take_afterGiveBack_isWhatWasGivenBack() {
        KeySequenceTrie used = memory.take();
        memory.giveBack(used);

        assertThat(memory.take()).isSameAs(used);
    }

    @Test
    void take_whileAnotherHasThem_isAnother() {
        KeySequenceTrie used = memory.take();
        memory.giveBack(used);

        assertThat(List.of(memory.take(), memory.take())).doesNotHaveDuplicates();
    }

    @Test
    void giveBack_tooManyKeys_forgetsThem() {
        KeySequenceTrie used = memory.take();
        int trail = KeySequenceTrie.EMPTY;
        for (int i = 0; i < 50_001; i++) {
            trail = used.next(trail, KeySequenceTrie.EMPTY, "key" + i);
        }
        memory.giveBack(used);

        assertThat(memory.take()).isNotSameAs(used);
    }

    /** Objects that begin alike have few keys of their own, but each of them holds the whole sequence. */
    @Test
    void giveBack_fewKeysInManyLongObjects_forgetsThem() {
        KeySequenceTrie used = memory.take();
        int trail = KeySequenceTrie.EMPTY;
        for (int i = 0; i < 400; i++) {
            trail = used.next(trail, KeySequenceTrie.EMPTY, "key" + i);
            assertThat(used.keys(trail).size()).isEqualTo(i + 1);
        }
        memory.giveBack(used);

        assertThat(memory.take()).isNotSameAs(used);
    }

    @Test
    void read_sameKeysAgain_sharesThem() {
        ConfigReader reader = ConfigReader.standard();
        ObjectNode first = root(reader, "{a: 1, b: {c: 2}}");
        ObjectNode second = root(reader, "{a: 3, b: {c: 4}}");

        assertThat(second.keys()).isEqualTo(first.keys());
        assertThat(second.sharesKeysWith(first)).isTrue();
    }

    @Test
    void read_rebuiltForOtherPlaceholders_sharesKeys() {
        ConfigReader reader = ConfigReader.standard();
        ConfigReader rebuilt =
                reader.toBuilder().placeholders(PlaceholderResolver.none()).build();

        assertThat(root(rebuilt, "{a: 1}").sharesKeysWith(root(reader, "{a: 2}")))
                .isTrue();
    }

    @Test
    void read_otherPolicy_reusesNothing() {
        ConfigReader reader = ConfigReader.standard();
        assertThat(root(reader, "{pin: '1234'}")).hasToString("{\"pin\":\"1234\"}");
        ConfigReader stricter = reader.toBuilder()
                .secrets(SecretPolicy.standard().withKeyPattern(Pattern.compile("pin")))
                .build();

        assertThat(root(stricter, "{pin: '1234'}")).hasToString("{\"pin\":\"***\"}");
    }

    @Test
    void read_byManyThreadsAtOnce_isWhatEachAskedFor() throws Exception {
        ConfigReader reader = ConfigReader.standard();
        List<Callable<String>> reads = IntStream.range(0, 1_000)
                .<Callable<String>>mapToObj(i -> () -> root(reader, file(i)).toString())
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> results = threads.invokeAll(reads);
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get()).isEqualTo(file(i));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Some keys are in all files, some in one. */
    private static String file(int number) {
        return IntStream.range(0, 30)
                .mapToObj(i -> "\"key%d\":{\"a%d\":%d,\"b%d-%d\":[]}".formatted(i, i % 5, i, number, i))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static ObjectNode root(ConfigReader reader, String json) {
        return (ObjectNode) reader.read("config.json", json).orThrow().root();
    }
}
