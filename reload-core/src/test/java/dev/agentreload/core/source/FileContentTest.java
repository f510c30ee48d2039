// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileContentTest {

    @ParameterizedTest
    @CsvSource({
        "4, 10, 1234",
        "0, 10, 1234",
        "2, 10, 1234",
        "9, 10, 1234",
        "0, 3, 123",
        "2, 3, 123",
        "3, 3, 123",
        "4, 4, 1234"
    })
    void bytes_whateverWasExpected_areAllUpToTheLimit(int expected, int limit, String read) throws IOException {
        byte[] content = {'1', '2', '3', '4'};

        assertThat(FileContent.read(new ByteArrayInputStream(content), expected, limit))
                .asString()
                .isEqualTo(read);
    }
}
