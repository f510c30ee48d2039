// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When two contents count as the same. */
class SourceHashTest {

    private static final byte[] A = "a".getBytes(UTF_8);
    private static final byte[] AB = "ab".getBytes(UTF_8);
    private static final byte[] B = "b".getBytes(UTF_8);

    @Test
    void hashes_ofTheSameParts_areEqual() {
        SourceHash hash =
                SourceHash.builder().part("x", A).absent("y", "missing").build();

        assertThat(hash)
                .isEqualTo(
                        SourceHash.builder().part("x", A).absent("y", "missing").build());
        assertThat(hash)
                .hasSameHashCodeAs(
                        SourceHash.builder().part("x", A).absent("y", "missing").build());
    }

    @Test
    void hashes_ofPartsThatDiffer_differ() {
        SourceHash hash = SourceHash.builder().part("x", A).part("y", B).build();

        assertThat(hash)
                .isNotEqualTo(SourceHash.builder().part("x", B).part("y", A).build())
                .isNotEqualTo(SourceHash.builder().part("y", A).part("x", B).build())
                .isNotEqualTo(SourceHash.builder().part("x", A).build())
                .isNotEqualTo(
                        SourceHash.builder().part("x", A).absent("y", "missing").build())
                .isNotEqualTo(SourceHash.of(AB));
    }

    @Test
    void contentThatMovesFromOnePartToTheNext_isADifference() {
        assertThat(SourceHash.builder().part("x", AB).part("y", new byte[0]).build())
                .isNotEqualTo(SourceHash.builder().part("x", A).part("y", B).build());
        assertThat(SourceHash.builder().part("xy", A).build())
                .isNotEqualTo(
                        SourceHash.builder().part("x", "ya".getBytes(UTF_8)).build());
    }

    @Test
    void absence_forAnotherReason_differs() {
        assertThat(SourceHash.builder().absent("x", "missing").build())
                .isNotEqualTo(SourceHash.builder().absent("x", "denied").build())
                .isNotEqualTo(SourceHash.builder()
                        .part("x", "missing".getBytes(UTF_8))
                        .build());
    }

    @Test
    void reasons_thatRunIntoTheNextPart_differ() {
        assertThat(SourceHash.builder().absent("x", "r").absent("y", "s").build())
                .isNotEqualTo(SourceHash.builder().absent("x", "ry\u0002s").build());
    }

    @Test
    void hash_ofAPassword_doesNotPrint() {
        assertThat(SourceHash.of(A)).hasToString("SourceHash[***]");
        assertThat(SourceSnapshot.complete(SourceHash.of(A)))
                .hasToString("SourceSnapshot[hash=SourceHash[***], state=COMPLETE]");
    }
}
