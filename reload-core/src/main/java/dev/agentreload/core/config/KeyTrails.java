package dev.agentreload.core.config;

/** All trails of the keys of one reading. <em>Not safe for use by multiple threads.</em> */
final class KeyTrails {

    private final SecretPolicy secrets;
    private final Hasher hasher;
    private final KeyTrail empty = new KeyTrail(null, "", Secrecy.NONE);

    KeyTrails(SecretPolicy secrets, FingerprintKey key) {
        this.secrets = secrets;
        this.hasher = new Hasher(key);
    }

    /** Returns the trail without keys. */
    KeyTrail empty() {
        return empty;
    }

    KeyTrail step(KeyTrail previous, String key) {
        return new KeyTrail(previous, key, secrets.secrecy(key));
    }

    Hasher hasher() {
        return hasher;
    }
}
