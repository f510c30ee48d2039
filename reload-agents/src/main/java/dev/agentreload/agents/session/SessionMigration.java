package dev.agentreload.agents.session;

import com.google.common.collect.ImmutableSortedSet;
import dev.agentreload.core.apply.Deadline;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes the sessions of an agent from one place to another, in three steps of which each does again what the one before missed:
 *
 * <ol>
 *   <li>before the switch all sessions are {@linkplain #copyAll copied}, while the agent goes on writing at the old place;
 *   <li>after the switch each session {@linkplain #catchUp catches up} before its first use at the new place;
 *   <li>when the last call has ended that began before the switch, those that nobody used since {@linkplain #finish follow}.
 * </ol>
 *
 * <p>Each session is copied under its lock, which whoever uses it holds too, from the choice of the place to the end of the call.
 * So what was written at the old place was written before the session caught up, and is never lost.
 * <em>Safe for use by multiple threads.</em>
 */
final class SessionMigration {

    private final SessionPlace from;
    private final FileSessionStore to;
    private final SessionGuard guard;

    /** Which sessions come along though nobody asks for them, by their names. */
    private final Predicate<String> listed;

    /** Which sessions come along when they are used. */
    private final Predicate<String> used;

    private final Map<String, SessionCopy> copies;
    private final Set<String> arrived = ConcurrentHashMap.newKeySet();
    private volatile boolean finished;

    private SessionMigration(
            SessionPlace from,
            FileSessionStore to,
            SessionGuard guard,
            Predicate<String> listed,
            Predicate<String> used,
            Map<String, SessionCopy> copies) {
        this.from = from;
        this.to = to;
        this.guard = guard;
        this.listed = listed;
        this.used = used;
        this.copies = copies;
    }

    /**
     * Returns the way to a new place.
     *
     * @param listed which sessions belong to the agent; whatever else it uses comes along with its first use
     */
    static SessionMigration between(
            SessionPlace from, FileSessionStore to, SessionGuard guard, Predicate<String> listed) {
        return new SessionMigration(from, to, guard, listed, name -> true, new ConcurrentHashMap<>());
    }

    /** Returns the way back from the new place, for those sessions that were used there; the others are as they were. */
    SessionMigration back(SessionPlace there) {
        return new SessionMigration(there, from.store(), guard, arrived::contains, arrived::contains, copies);
    }

    SessionPlace from() {
        return from;
    }

    boolean isFinished() {
        return finished;
    }

    /**
     * Copies all sessions that there are.
     *
     * @throws SessionStoreException if one of them cannot be copied, or time is up
     */
    void copyAll(Deadline deadline) throws SessionStoreException {
        for (String name : names()) {
            if (deadline.isExpired()) {
                throw new SessionStoreException("could not copy the sessions in [" + from.directory() + "] in time");
            }
            guard.alone(name, () -> copy(name));
        }
    }

    /** Undoes all copies, also if one of them fails. */
    void takeBack() throws SessionStoreException {
        @Nullable SessionStoreException failure = null;
        for (Map.Entry<String, SessionCopy> copy : copies.entrySet()) {
            try {
                guard.alone(copy.getKey(), () -> {
                    to.takeBack(copy.getKey(), copy.getValue());
                    return copy;
                });
            } catch (SessionStoreException e) {
                failure = e.after(failure);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Copies a session before its first use; to be called under its lock. */
    void catchUp(String name) throws SessionStoreException {
        if (!finished && used.test(name) && !arrived.contains(name)) {
            from.catchUp(name);
            copy(name);
            arrived.add(name);
        }
    }

    /**
     * Brings all sessions that are left, also if one of them fails.
     *
     * @throws SessionStoreException if one of them failed; it is tried again when it is used
     */
    void finish() throws SessionStoreException {
        @Nullable SessionStoreException failure = null;
        for (String name : names()) {
            try {
                guard.alone(name, () -> {
                    catchUp(name);
                    return name;
                });
            } catch (SessionStoreException e) {
                failure = e.after(failure);
            }
        }
        if (failure != null) {
            throw failure;
        }
        finished = true;
    }

    /** Also those that have not yet come to where these leave from. */
    private ImmutableSortedSet<String> names() throws SessionStoreException {
        ImmutableSortedSet.Builder<String> names = ImmutableSortedSet.naturalOrder();
        from.store().names().stream().filter(listed).forEach(names::add);
        @Nullable SessionMigration before = from.arrival();
        if (before != null && !before.finished) {
            names.addAll(before.names());
        }
        return names.build();
    }

    private Optional<SessionCopy> copy(String name) throws SessionStoreException {
        Optional<SessionContent> content = from.store().content(name);
        if (content.isPresent()) {
            copies.put(name, to.takeOver(name, content.get(), Optional.ofNullable(copies.get(name))));
        }
        return Optional.ofNullable(copies.get(name));
    }
}
