package dev.agentreload.core.config;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the readings of one reader learned about keys, for the next to begin with: a file that is read again mostly has the
 * keys it had before, and a small one takes longer to sort and hash them than to do all else. It shows in nothing but time,
 * and holds no values.
 *
 * <p>One reading has the trails at a time; another beside it begins without. <em>Safe for use by multiple threads.</em>
 */
final class KeyMemory {

    /** Beyond it all is forgotten, so that files with ever other keys do not fill the memory. */
    private static final long MOST_KEYS = 50_000;

    private final SecretPolicy secrets;
    private final FingerprintKey fingerprintKey;
    private final AtomicReference<@Nullable KeyTrails> trails = new AtomicReference<>();

    KeyMemory(SecretPolicy secrets, FingerprintKey fingerprintKey) {
        this.secrets = secrets;
        this.fingerprintKey = fingerprintKey;
    }

    /** Returns trails that nobody else has; {@link #giveBack} them when nothing uses them any more. */
    KeyTrails take() {
        KeyTrails known = trails.getAndSet(null);
        return known == null ? new KeyTrails(secrets, fingerprintKey) : known;
    }

    void giveBack(KeyTrails used) {
        if (used.weight() <= MOST_KEYS) {
            trails.set(used);
        }
    }
}
