package dev.agentreload.core.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides by their keys which values are secret.
 *
 * <p>A string is secret, and so is every string below a list or an object, when the last words of its key are one of
 * {@code token(s)}, {@code password(s)}, {@code passphrase}, {@code secret(s)}, {@code credential(s)}, {@code authorization},
 * {@code api key(s)}, {@code access key}, {@code encrypt key} or {@code private key}; words are split at case, {@code _}
 * and {@code -}. All values below {@code headers}, {@code custom_headers} and {@code env} are secret. Values that came
 * through a placeholder are secret by their origin, whatever their key. <em>Immutable.</em>
 */
public final class SecretPolicy {

    private static final Set<String> LAST_WORD = ImmutableSet.of(
            "token",
            "tokens",
            "password",
            "passwords",
            "passphrase",
            "secret",
            "secrets",
            "credential",
            "credentials",
            "authorization",
            "apikey",
            "apikeys");
    private static final Set<String> LAST_TWO_WORDS =
            ImmutableSet.of("api key", "api keys", "access key", "encrypt key", "private key");
    private static final Set<String> CONTAINERS = ImmutableSet.of("headers", "custom headers", "env");
    private static final ImmutableList<String> ENDINGS = Stream.of(LAST_WORD, LAST_TWO_WORDS, CONTAINERS)
            .flatMap(Set::stream)
            .map(words -> words.substring(words.lastIndexOf(' ') + 1))
            .collect(ImmutableList.toImmutableList());
    private static final SecretPolicy STANDARD = new SecretPolicy(ImmutableList.of());

    private final ImmutableList<Pattern> patterns;

    private SecretPolicy(ImmutableList<Pattern> patterns) {
        this.patterns = patterns;
    }

    /** Returns the policy that the class comment describes. */
    public static SecretPolicy standard() {
        return STANDARD;
    }

    /** Returns this policy, under which also the strings below keys that contain a match of the pattern are secret. */
    public SecretPolicy withKeyPattern(Pattern key) {
        return new SecretPolicy(
                ImmutableList.<Pattern>builder().addAll(patterns).add(key).build());
    }

    /** Returns whether a string with this key is secret, as far as the key alone can tell. */
    public boolean isSecretKey(String key) {
        return secrecy(key) == Secrecy.STRINGS;
    }

    Secrecy secrecy(String key) {
        if (patterns.isEmpty() && !mayBeSecret(key)) {
            return Secrecy.NONE;
        }
        List<String> words = KeyWords.of(key);
        if (CONTAINERS.contains(String.join(" ", words))) {
            return Secrecy.ALL_BELOW;
        }
        return endsSecret(words)
                        || patterns.stream()
                                .anyMatch(pattern -> pattern.matcher(key).find())
                ? Secrecy.STRINGS
                : Secrecy.NONE;
    }

    /** Looks at the last letters: most keys are of no interest, and finding their words is much of reading a small file. */
    private static boolean mayBeSecret(String key) {
        int length = key.length();
        if (length == 0 || !Character.isLetterOrDigit(key.charAt(length - 1))) {
            return true; // words end at separators
        }
        for (String ending : ENDINGS) {
            if (key.regionMatches(true, length - ending.length(), ending, 0, ending.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsSecret(List<String> words) {
        int size = words.size();
        return (size > 0 && LAST_WORD.contains(words.get(size - 1)))
                || (size > 1 && LAST_TWO_WORDS.contains(words.get(size - 2) + " " + words.get(size - 1)));
    }
}
