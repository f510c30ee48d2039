// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.masking;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.apply.MaskedException;
import dev.agentreload.core.internal.engine.call.Failures;
import dev.agentreload.core.runtime.CallbackFailures;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a throwable of host code, its causes and what they suppressed. Each method of it is called once, in a loop
 * and not in a recursion, and may throw or answer anything.
 */
final class FailureCopy {

    private static final int MOST_THROWABLES = 64;
    private static final int MOST_SUPPRESSED = 8;
    private static final int MOST_FRAMES = 1_000;
    private static final List<String> READ =
            ImmutableList.of("getMessage", "getLocalizedMessage", "toString", "getCause", "getStackTrace");

    private final UnaryOperator<String> mask;
    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final List<MaskedException> copies = new ArrayList<>();
    private boolean faithful = true;

    private FailureCopy(UnaryOperator<String> mask) {
        this.mask = mask;
    }

    /**
     * Returns the throwable itself if all of it could be read, nothing of it is masked, and it would say the same again; else a
     * copy.
     *
     * @param mask masks a text and cuts it if it is too long
     */
    static Throwable of(Throwable failure, UnaryOperator<String> mask) {
        return new FailureCopy(mask).read(failure);
    }

    private Throwable read(Throwable failure) {
        add(failure, null, Relation.CAUSE);
        for (Pending next = pending.poll(); next != null; next = pending.poll()) {
            if (copies.size() == MOST_THROWABLES) {
                faithful = false;
                break;
            }
            MaskedException copy = copy(next.original());
            copies.add(copy);
            next.attach(copy);
        }
        return faithful ? failure : copies.get(0);
    }

    private void add(Throwable failure, @Nullable MaskedException owner, Relation relation) {
        if (seen.add(failure)) {
            pending.add(new Pending(failure, owner, relation));
        }
    }

    private MaskedException copy(Throwable original) {
        faithful &= saysTheSameAgain(original.getClass());
        MaskedException copy = new MaskedException(typeOf(original), message(original));
        copy.setStackTrace(stackTrace(original));
        Throwable cause = cause(original);
        if (cause != null) {
            add(cause, copy, Relation.CAUSE);
        }
        Throwable[] suppressed = original.getSuppressed(); // final, and never null
        faithful &= suppressed.length <= MOST_SUPPRESSED;
        Arrays.stream(suppressed).limit(MOST_SUPPRESSED).forEach(each -> add(each, copy, Relation.SUPPRESSED));
        return copy;
    }

    private static String typeOf(Throwable original) {
        return original instanceof MaskedException masked ? masked.originalType() : Failures.nameOf(original);
    }

    private @Nullable String message(Throwable original) {
        String message = original instanceof MaskedException masked
                ? masked.originalMessage()
                : Failures.read(original::getMessage, "its message");
        check(Failures.read(original::toString, "its text"));
        return check(message);
    }

    /** Returns the text masked. */
    private @Nullable String check(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String masked = mask.apply(text);
        faithful &= masked.equals(text);
        return masked;
    }

    private @Nullable Throwable cause(Throwable original) {
        try {
            return original.getCause();
        } catch (Throwable thrown) {
            CallbackFailures.rethrowIfFatal(thrown);
            faithful = false;
            return new MaskedException(typeOf(original), "its cause threw " + Failures.nameOf(thrown));
        }
    }

    private StackTraceElement[] stackTrace(Throwable original) {
        try {
            StackTraceElement[] frames = original.getStackTrace();
            return frames == null
                    ? new StackTraceElement[0]
                    : Arrays.stream(frames)
                            .filter(Objects::nonNull)
                            .limit(MOST_FRAMES)
                            .toArray(StackTraceElement[]::new);
        } catch (Throwable thrown) {
            CallbackFailures.rethrowIfFatal(thrown);
            faithful = false;
            return new StackTraceElement[0];
        }
    }

    /** A class of the host that overrides one of these may answer something else at the next call. */
    @SuppressWarnings("ReferenceEquality") // a class loader is itself
    private static boolean saysTheSameAgain(Class<?> type) {
        try {
            for (String method : READ) {
                ClassLoader loader = type.getMethod(method).getDeclaringClass().getClassLoader();
                if (loader != null && loader != ClassLoader.getPlatformClassLoader()) {
                    return false;
                }
            }
            return true;
        } catch (ReflectiveOperationException | LinkageError e) {
            return false; // a class that cannot be looked at is not trusted
        }
    }

    private enum Relation {
        CAUSE,
        SUPPRESSED
    }

    private record Pending(Throwable original, @Nullable MaskedException owner, Relation relation) {

        void attach(MaskedException copy) {
            if (owner != null && relation == Relation.CAUSE) {
                owner.initCause(copy);
            } else if (owner != null) {
                owner.addSuppressed(copy);
            }
        }
    }
}
