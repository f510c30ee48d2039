// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BindingHashTableTest {

    private static final Binding BINDING = Routing.router("{agentId: 'a', match: {channel: 'slack'}}")
            .bindings()
            .get(0);

    private final BindingHashTable table = new BindingHashTable();

    @Test
    void find_oneOfManyKeys_isItsCandidateAlone() {
        List<String> keys = IntStream.range(0, 5_000).mapToObj(i -> "key" + i).toList();
        IntStream.range(0, keys.size()).forEach(i -> table.addIfAbsent(IndexedBinding.of(i, BINDING, keys.get(i))));

        assertThat(keys).allSatisfy(key -> assertThat(find(key)).contains(keys.indexOf(key)));
        assertThat(IntStream.range(0, 20_000).mapToObj(i -> "other" + i))
                .allSatisfy(key -> assertThat(find(key)).isEmpty());
    }

    @Test
    void find_keysWithOneHash_areDistinguished() {
        List<String> keys = List.of("AaAa", "BBBB", "AaBB");
        IntStream.range(0, keys.size()).forEach(i -> table.addIfAbsent(IndexedBinding.of(i, BINDING, keys.get(i))));

        assertThat(keys).extracting(String::hashCode).containsOnly("BBAa".hashCode());
        assertThat(keys).extracting(this::find).containsExactly(Optional.of(0), Optional.of(1), Optional.of(2));
        assertThat(find("BBAa")).isEmpty();
    }

    @Test
    void addIfAbsent_anotherWithTheSameKey_keepsTheFirst() {
        table.addIfAbsent(IndexedBinding.of(3, BINDING, "key"));
        table.addIfAbsent(IndexedBinding.of(4, BINDING, "key"));

        assertThat(find("key")).contains(3);
    }

    private Optional<Integer> find(String key) {
        return Optional.ofNullable(table.find(key)).map(IndexedBinding::place);
    }
}
