// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.file;

import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.RetiredResources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * New content on its way through a transaction, in a file beside the one that it is to replace. So that a rollback has nothing to
 * write, a copy of the earlier file lies there too, until the transaction has succeeded.
 */
final class PreparedFile implements Prepared {

    private final Path target;
    private final Path next;
    private final Optional<Path> earlier;
    private boolean committed;

    PreparedFile(Path target, Path next, Optional<Path> earlier) {
        this.target = target;
        this.next = next;
        this.earlier = earlier;
    }

    @Override
    public void commit(RetiredResources retired) {
        rename(next, target);
        committed = true;
        earlier.ifPresent(copy -> retired.add("earlier " + target.getFileName(), () -> Files.deleteIfExists(copy)));
    }

    /** What a commit that failed left is deleted later: the earlier content is in its place, and no caller waits. */
    @Override
    public void rollback(RetiredResources retired) {
        if (!committed) {
            retired.add("refused " + target.getFileName(), this::discard);
        } else if (earlier.isPresent()) {
            rename(earlier.get(), target);
        } else {
            delete(target);
        }
    }

    @Override
    public void discard() throws IOException {
        Files.deleteIfExists(next);
        if (earlier.isPresent()) {
            Files.deleteIfExists(earlier.get());
        }
    }

    private static void rename(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(to, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static UncheckedIOException failed(Path file, IOException reason) {
        return new UncheckedIOException("could not replace models file [" + file + "]: " + reason, reason);
    }
}
