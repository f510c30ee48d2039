// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.secret;

import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.config.SecretPolicy;
import dev.agentreload.core.internal.tree.NearMatches;
import java.util.List;
import java.util.Set;

/** Decides whether the words of a key name a secret; {@link SecretPolicy} states the rules. */
final class SecretWords {

    /** Also found at the end of a longer word, as in {@code bottoken}: no other English words end like this. */
    private static final Set<String> STEMS = ImmutableSet.of(
            "token",
            "password",
            "passwd",
            "pwd",
            "passphrase",
            "passcode",
            "secret",
            "credential",
            "cookie",
            "authorization",
            "jwt",
            "signature");

    private static final Set<String> WHOLE_WORDS = ImmutableSet.of("bearer", "mnemonic", "pass", "pat", "psk");

    /** Secrets by their last two words. */
    private static final Set<String> PAIRS = ImmutableSet.of(
            "accountjson",
            "backupcode",
            "basicauth",
            "keymaterial",
            "otpseed",
            "pincode",
            "recoverycode",
            "recoveryphrase",
            "seedphrase",
            "totpseed");

    /** What a key unlocks, or how. */
    private static final Set<String> UNLOCKING = ImmutableSet.of(
            // by purpose
            "api",
            "access",
            "admin",
            "account",
            "app",
            "application",
            "auth",
            "authentication",
            "authorization",
            "bot",
            "client",
            "consumer",
            "decrypt",
            "decryption",
            "deploy",
            "developer",
            "enc",
            "encoding",
            "encrypt",
            "encryption",
            "function",
            "hook",
            "integration",
            "license",
            "licence",
            "master",
            "partner",
            "private",
            "project",
            "root",
            "secret",
            "server",
            "service",
            "shared",
            "preshared",
            "sign",
            "signature",
            "signing",
            "storage",
            "subscription",
            "token",
            "verification",
            "webhook",
            // by kind
            "aes",
            "ecdsa",
            "gpg",
            "hmac",
            "jwt",
            "kms",
            "pgp",
            "rsa",
            "sha",
            "ssh",
            "ssl",
            "tls",
            "vapid",
            // by service
            "ai",
            "openai",
            "anthropic",
            "azure",
            "aws",
            "brave",
            "claude",
            "cohere",
            "deepgram",
            "deepseek",
            "elevenlabs",
            "exa",
            "firecrawl",
            "gemini",
            "github",
            "google",
            "grok",
            "groq",
            "huggingface",
            "kimi",
            "litellm",
            "minimax",
            "mistral",
            "moonshot",
            "nvidia",
            "openrouter",
            "perplexity",
            "qwen",
            "serper",
            "serpapi",
            "stripe",
            "tavily",
            "together",
            "xai",
            "zai",
            "zhipu");

    /** Before {@code pass}, where both are one word; {@code bypass} and {@code compass} are others. */
    private static final Set<String> PASS_OWNERS = ImmutableSet.of(
            "admin",
            "auth",
            "db",
            "ftp",
            "http",
            "imap",
            "key",
            "keystore",
            "login",
            "mail",
            "my",
            "mysql",
            "proxy",
            "redis",
            "root",
            "smtp",
            "sql",
            "user");

    /** Before {@code pass}: filters and steps. */
    private static final Set<String> NO_PASSES = ImmutableSet.of(
            "low", "high", "band", "all", "by", "boarding", "first", "second", "multi", "one", "two", "render");

    /** Before {@code tokens}: the ones that models count. */
    private static final Set<String> COUNTS = ImmutableSet.of(
            "average",
            "avg",
            "budget",
            "cache",
            "cached",
            "chunk",
            "completion",
            "context",
            "count",
            "estimated",
            "generated",
            "history",
            "image",
            "input",
            "keep",
            "limit",
            "max",
            "maximum",
            "min",
            "minimum",
            "n",
            "new",
            "num",
            "number",
            "output",
            "overlap",
            "predict",
            "prompt",
            "reasoning",
            "recent",
            "remaining",
            "reserve",
            "reserved",
            "response",
            "soft",
            "summary",
            "thinking",
            "threshold",
            "total",
            "used");

    /** Before {@code token} and {@code tokens}: the marks that models read and write. */
    private static final Set<String> MARKS = ImmutableSet.of(
            "eos", "bos", "pad", "unk", "sep", "cls", "mask", "stop", "special", "max", "min", "num", "per");

    /** After the words that name the secret: which of several it is, or how it is written. */
    private static final Set<String> VARIANTS = ImmutableSet.of(
            "alt",
            "backup",
            "base",
            "current",
            "default",
            "dev",
            "encoded",
            "encrypted",
            "fallback",
            "hash",
            "hex",
            "live",
            "new",
            "next",
            "old",
            "pem",
            "plain",
            "plaintext",
            "previous",
            "primary",
            "prod",
            "production",
            "raw",
            "secondary",
            "staging",
            "string",
            "test",
            "text",
            "value");

    private static final Set<String> ADDRESSES = ImmutableSet.of("url", "urls", "uri", "uris", "address", "endpoint");

    /** What a key with one typing error is compared with. Short words and such with many neighbours are not among them. */
    private static final Set<String> OFTEN_MISSPELT = ImmutableSet.of(
            "token",
            "tokens",
            "password",
            "passwords",
            "passwd",
            "passphrase",
            "passcode",
            "secret",
            "secrets",
            "credential",
            "credentials",
            "authorization",
            "signature",
            "apikey",
            "apikeys",
            "accesskey",
            "privatekey",
            "secretkey",
            "signingkey",
            "encryptionkey",
            "accesstoken",
            "authtoken",
            "bottoken",
            "clientsecret");

    /** HashInput that are one letter away from these. */
    private static final Set<String> OTHER_WORDS =
            ImmutableSet.of("taken", "woken", "toke", "tokes", "passed", "passes", "secrete", "secretes", "secreted");

    private static final Set<String> SECRET_PARAMETERS = ImmutableSet.of("key", "sig", "auth");
    private static final int SHORTEST_MISSPELT = 4;
    private static final int SHORTEST_OWNER = 3;

    private final List<String> words;
    private final String last;
    private final String before;
    private final String joined;
    private final boolean plural;

    private SecretWords(List<String> words) {
        this.words = words;
        this.last = words.get(words.size() - 1);
        this.before = words.size() < 2 ? "" : words.get(words.size() - 2);
        this.joined = before + last;
        this.plural = last.endsWith("s") && !last.endsWith("ss");
    }

    static Secrecy secrecy(List<String> words) {
        int size = words.size();
        if (size > 1
                && words.get(size - 1).equals("string")
                && words.get(size - 2).equals("connection")) {
            return Secrecy.SCALARS; // of a database, most often with its password
        }
        while (size > 1
                && (VARIANTS.contains(words.get(size - 1))
                        || words.get(size - 1).length() == 1)) {
            size--;
        }
        return size == 0 ? Secrecy.NONE : new SecretWords(words.subList(0, size)).secrecy();
    }

    static boolean isSecret(String name) {
        return secrecy(KeyWords.of(name)) != Secrecy.NONE;
    }

    /** Returns whether the value of a parameter or option is secret, where {@code key} stands for a key that unlocks. */
    static boolean isParameter(String name) {
        List<String> words = KeyWords.of(name);
        return secrecy(words) != Secrecy.NONE || (words.size() == 1 && SECRET_PARAMETERS.contains(words.get(0)));
    }

    private Secrecy secrecy() {
        if (named(singular(last)) || named(singular(joined)) || isKey() || isAddress() || isHeader()) {
            return last.endsWith("tokens") ? Secrecy.UNLESS_COUNT : Secrecy.SCALARS;
        }
        return isMisspelt() ? Secrecy.SCALARS : Secrecy.NONE;
    }

    private String singular(String word) {
        return plural ? word.substring(0, word.length() - 1) : word;
    }

    private boolean named(String word) {
        if (word.equals("pass")) {
            return !NO_PASSES.contains(before);
        }
        return WHOLE_WORDS.contains(word)
                || PAIRS.contains(word)
                || endsWithStem(word)
                || (word.endsWith("pass") && PASS_OWNERS.contains(cut(word, "pass")));
    }

    private boolean endsWithStem(String word) {
        for (String stem : STEMS) {
            if (word.endsWith(stem) && !isCounted(word, stem)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether these tokens are those of a model. */
    private boolean isCounted(String word, String stem) {
        return stem.equals("token")
                && (isCount(cut(word, stem)) || words.stream().anyMatch(this::isCount));
    }

    private boolean isCount(String word) {
        return MARKS.contains(word) || (plural && COUNTS.contains(word));
    }

    private boolean isKey() {
        String word = singular(last);
        if (word.equals("key")) {
            return UNLOCKING.contains(before);
        }
        return word.endsWith("key") && endsWithOwner(cut(word, "key"));
    }

    private static boolean endsWithOwner(String word) {
        return UNLOCKING.stream().anyMatch(owner -> owner.length() >= SHORTEST_OWNER && word.endsWith(owner));
    }

    private boolean isAddress() {
        return (ADDRESSES.contains(last) && (before.equals("webhook") || before.equals("webhooks")))
                || last.equals("webhookurl");
    }

    private boolean isHeader() {
        return last.equals("authheader") || (last.equals("header") && (before.equals("auth") || named(before)));
    }

    private boolean isMisspelt() {
        return isNear() && !OTHER_WORDS.contains(last) && words.stream().noneMatch(this::isCount);
    }

    /** Written without streams: most keys of a file come here. */
    private boolean isNear() {
        for (String right : OFTEN_MISSPELT) {
            if (isNear(last, right) || isNear(joined, right)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNear(String word, String right) {
        return word.length() >= SHORTEST_MISSPELT && NearMatches.differInOne(word, right);
    }

    private static String cut(String word, String end) {
        return word.substring(0, word.length() - end.length());
    }
}
