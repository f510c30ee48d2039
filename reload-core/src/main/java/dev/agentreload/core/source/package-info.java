// SPDX-License-Identifier: Apache-2.0
/**
 * Brings documents in: configuration files with the environment values and files they refer to, and the watcher that
 * notices when their content changes.
 *
 * <p>The entry types are {@link dev.agentreload.core.source.FileConfigSource} and
 * {@link dev.agentreload.core.source.ConfigWatcher}. A source only reads, when it is asked to, and what is wrong with what
 * it reads is a result. A watcher only polls: what is done with the content it finds is decided by the
 * {@link dev.agentreload.core.source.ChangeHandler} that it hands it to, which usually submits a reload. By the time the
 * reload's turn comes, the source is read again, so the newest request means the newest content.
 *
 * <pre>{@code
 * FileConfigSource source = FileConfigSource.of(Path.of("config.json"), EnvironmentResolver.system());
 * ConfigWatcher watcher = ConfigWatcher.builder(source, runtime, reloader.changeHandler("watcher", reloads)).build();
 * watcher.start();
 * }</pre>
 *
 * <h2>What counts as changed</h2>
 *
 * The hash of the whole file set: the configuration file and all its {@code ${file:path}} targets. A rotated key behind an
 * unchanged configuration file is a change; a new time stamp on unchanged content is none. Values of environment variables
 * do not take part, since those of a process do not change; they are read anew with every reload.
 *
 * <h2>A section as the document</h2>
 *
 * A file may belong to several programs, as {@code application.yml} does. {@code builder.section("agent-host")} takes one object of it
 * for the document, with the places and paths of the file in all that people read. A change elsewhere in the file makes the watcher
 * read it, and nothing more.
 *
 * <h2>What hosts implement</h2>
 *
 * {@link dev.agentreload.core.source.ChangeHandler} always; {@link dev.agentreload.core.source.DocumentFormat} for files that
 * are neither JSON nor YAML; {@link dev.agentreload.core.source.ConfigSource}, or
 * {@link dev.agentreload.core.source.WatchableSource} if it is to be watched, for documents that are no files.
 *
 * <h2>Limits</h2>
 *
 * A file is read on the thread that asks for it. A read that the operating system does not return from, as on a dead network
 * mount, keeps that thread, and no library can help it. Files in one directory are seen as of one moment only if the
 * directory is replaced as a whole, by a symbolic link as Kubernetes does; otherwise the debounce time is what keeps half a
 * change from being handed over.
 */
@NullMarked
package dev.agentreload.core.source;

import org.jspecify.annotations.NullMarked;
