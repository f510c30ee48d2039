// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.core.source.EnvironmentResolver;
import dev.agentreload.core.source.FileConfigSource;
import dev.agentreload.core.source.WatchableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileConfigSourceContractTest extends WatchableSourceContract {

    @TempDir
    private Path directory;

    @Override
    protected WatchableSource createSource() {
        return FileConfigSource.of(file(), EnvironmentResolver.of(name -> null));
    }

    @Override
    protected void write(String json) throws IOException {
        Files.writeString(file(), json);
    }

    @Override
    protected void remove() throws IOException {
        Files.delete(file());
    }

    private Path file() {
        return directory.resolve("config.json");
    }
}
