package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigString;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes the secrets of documents, and the user-info of URLs, out of texts that host code wrote: what a provider answers may quote
 * the key it was sent.
 *
 * <p>Secrets of fewer than four characters stay, since masking them would make texts unreadable and hide nothing from somebody
 * who can count. <em>Not safe for use by multiple threads.</em>
 */
final class SecretMask {

    private static final int SHORTEST = 4;
    private static final String MASK = "***";
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/\\s@]+(?=@)");

    private final ImmutableList<ConfigDocument> documents;
    private @Nullable ImmutableList<String> secrets;

    private SecretMask(List<ConfigDocument> documents) {
        this.documents = ImmutableList.copyOf(documents);
    }

    static SecretMask of(List<ConfigDocument> documents) {
        return new SecretMask(documents);
    }

    /** Looks through the documents only when there is something to mask, for that takes time in proportion to their size. */
    private List<String> secrets() {
        ImmutableList<String> known = secrets;
        if (known == null) {
            ImmutableSortedSet.Builder<String> found = ImmutableSortedSet.naturalOrder();
            documents.forEach(document -> collect(document.root(), found));
            // Longest first, so that a secret that contains another is masked as a whole.
            known = ImmutableList.sortedCopyOf(
                    Comparator.comparingInt(String::length).reversed(), found.build());
            secrets = known;
        }
        return known;
    }

    private static void collect(ConfigNode node, ImmutableSortedSet.Builder<String> found) {
        if (node instanceof ConfigObject object) {
            object.values().forEach(value -> collect(value, found));
        } else if (node instanceof ConfigArray array) {
            array.elements().forEach(element -> collect(element, found));
        } else if (node instanceof ConfigString text
                && text.isSecret()
                && text.value().length() >= SHORTEST) {
            found.add(text.value());
        }
    }

    String mask(String text) {
        String masked = text;
        for (String secret : secrets()) {
            masked = masked.replace(secret, MASK);
        }
        return USER_INFO.matcher(masked).replaceAll(MASK);
    }

    ConfigProblem mask(ConfigProblem problem) {
        return new ConfigProblem(
                problem.severity(), problem.path(), problem.position(), mask(problem.message()), mask(problem.hint()));
    }

    /** Returns the throwable itself unless it, or what it carries, quotes a secret. */
    Throwable mask(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        return quotesSecret(failure, seen)
                ? copy(failure, Collections.newSetFromMap(new IdentityHashMap<>()))
                : failure;
    }

    private boolean quotesSecret(@Nullable Throwable failure, Set<Throwable> seen) {
        if (failure == null || !seen.add(failure)) {
            return false;
        }
        String text = textOf(failure);
        return !mask(text).equals(text)
                || quotesSecret(failure.getCause(), seen)
                || Arrays.stream(failure.getSuppressed()).anyMatch(suppressed -> quotesSecret(suppressed, seen));
    }

    private static String textOf(Throwable failure) {
        try {
            return failure + " " + failure.getMessage() + " " + failure.getLocalizedMessage();
        } catch (RuntimeException e) {
            return "";
        }
    }

    private MaskedException copy(Throwable failure, Set<Throwable> seen) {
        seen.add(failure);
        String message = Failures.messageOf(failure);
        Throwable cause = failure.getCause();
        MaskedException copy = new MaskedException(
                failure.getClass().getSimpleName(),
                message == null ? null : mask(message),
                cause == null || seen.contains(cause) ? null : copy(cause, seen));
        copy.setStackTrace(failure.getStackTrace());
        for (Throwable suppressed : failure.getSuppressed()) {
            if (!seen.contains(suppressed)) {
                copy.addSuppressed(copy(suppressed, seen));
            }
        }
        return copy;
    }
}
