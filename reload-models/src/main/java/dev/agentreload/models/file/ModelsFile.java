// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.file;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.models.ModelsPolicy;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file in which other programs find the providers and models of the current configuration:
 *
 * <pre>{
 *   "providers": {
 *     "openai": {
 *       "api": "openai",
 *       "baseUrl": "https://api.openai.com/v1",
 *       "models": [
 *         {"id": "gpt-5", "name": "GPT 5", "contextWindow": 400000}
 *       ]
 *     }
 *   },
 *   "_fromConfig": ["openai"]
 * }</pre>
 *
 * <p>It has the shape of the section {@code models} of a configuration, whichever section the providers come from, with every provider
 * under the {@linkplain dev.agentreload.models.ProviderDefinition#id() id} of its definition and every other key of theirs under its
 * canonical name. What servers say about their models is not in it. Equal configurations give equal bytes.
 *
 * <ul>
 *   <li>The new content is on the disk, in a file beside this one, before a reload commits, and takes its place with one rename. A
 *       reload that is rolled back renames the earlier file back. Where the bytes stay the same, nothing is written.
 *   <li>{@code _fromConfig} names the providers that a configuration defined. When the files are merged, those of them that the
 *       configuration no longer has are removed, and all others stay, as does every other key of the file.
 *   <li>A file that cannot be read ends a merge, and the reload with it: it may hold what others wrote.
 *   <li>Directories that are missing are created for their owner alone, and the file is readable by its owner alone, where the file
 *       system knows owners. A symbolic link stays one: the file that it leads to is replaced.
 *   <li>What a crash leaves beside the file is removed by the next reload. A file belongs to one reloader.
 * </ul>
 *
 * <em>Immutable; safe for use by multiple threads.</em>
 */
public final class ModelsFile {

    /** How earlier content is treated. */
    public enum Mode {
        /** Providers that no configuration defined stay. */
        MERGE,
        /** The file holds what the configuration defines, and nothing else. */
        REPLACE
    }

    /** Whether secrets are written. */
    public enum Credentials {
        /** Keys, headers and all other secrets are left out, and so are users and queries of addresses. */
        OMITTED,
        /** The file holds all that is needed to call the providers: every reader of the file can do so. */
        INCLUDED
    }

    private final Path path;
    private final ModelsPolicy policy;
    private final Optional<Mode> mode;
    private final Credentials credentials;

    private ModelsFile(Path path, ModelsPolicy policy, Optional<Mode> mode, Credentials credentials) {
        this.path = path.toAbsolutePath().normalize();
        checkArgument(path.getFileName() != null, "[%s] is no path of a file", path);
        this.policy = requireNonNull(policy, "policy");
        this.mode = requireNonNull(mode, "mode");
        this.credentials = requireNonNull(credentials, "credentials");
    }

    /** Returns the file. */
    public Path path() {
        return path;
    }

    /** Returns the policy under which the configuration is read. */
    public ModelsPolicy policy() {
        return policy;
    }

    /**
     * Returns how earlier content is treated; where it is empty the configuration says so in {@code models.mode}, which is
     * {@link Mode#MERGE} by default.
     */
    public Optional<Mode> mode() {
        return mode;
    }

    /** Returns whether secrets are written. */
    public Credentials credentials() {
        return credentials;
    }

    /**
     * Returns the file at this path, in the mode of the configuration, without secrets.
     *
     * @param policy the one of the catalog
     */
    public static ModelsFile of(Path path, ModelsPolicy policy) {
        return new ModelsFile(path, policy, Optional.empty(), Credentials.OMITTED);
    }

    /** Returns this file in this mode, whatever the configuration says. */
    public ModelsFile withMode(Mode other) {
        return new ModelsFile(path, policy, Optional.of(other), credentials);
    }

    /** Returns this file with or without secrets. */
    public ModelsFile withCredentials(Credentials other) {
        return new ModelsFile(path, policy, mode, other);
    }

    /**
     * Returns the participant that keeps the file up to date.
     *
     * <p>It handles {@code reload-agents} beside {@code reload-models} and {@code reload-providers}, since {@code agents.defaults.models}
     * adds models and settings. So it belongs next to a participant that applies changes of agents, as a catalog does.
     */
    public ReloadParticipant participant() {
        return new ModelsFileParticipant(this);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelsFile that
                && path.equals(that.path)
                && policy.equals(that.policy)
                && mode.equals(that.mode)
                && credentials.equals(that.credentials);
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, policy, mode, credentials);
    }

    @Override
    public String toString() {
        return "ModelsFile[%s, %s, %s]"
                .formatted(path, mode.map(Mode::name).orElse("mode of the configuration"), credentials);
    }
}
