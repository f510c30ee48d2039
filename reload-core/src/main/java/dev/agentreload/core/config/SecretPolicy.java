// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.internal.secret.KeySecrecy;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Decides by their keys which values are secret.
 *
 * <p>A string or a number is secret if its key is, and so is every one in a list or an object below such a key. A key is secret
 * by its last words, which are split at case, digits, {@code _}, {@code -}, {@code .} and spaces:
 *
 * <ul>
 *   <li>{@code token}, {@code password}, {@code passwd}, {@code pwd}, {@code pass}, {@code passphrase}, {@code passcode},
 *       {@code secret}, {@code credential}, {@code cookie}, {@code authorization}, {@code auth header}, {@code bearer},
 *       {@code jwt}, {@code signature}, {@code psk}, or the plural of one;
 *   <li>a kind of key that unlocks something, such as {@code api key}, {@code access key}, {@code signing key},
 *       {@code private key} or {@code openai key};
 *   <li>{@code webhook url}: the address alone gives access;
 *   <li>one of these written as one word ({@code apikey}, {@code bottoken}), or with one typing error ({@code apiKye},
 *       {@code passwrd}), or before a word that names a variant ({@code apiKeyValue}, {@code tokenOld}, {@code passwordHash}).
 * </ul>
 *
 * <p>ObjectShape of counts and limits are not secret: {@code max_tokens}, {@code tokenLimit}, {@code input tokens}. A number directly
 * under {@code tokens} is a count. ObjectShape that only identify are not secret either: {@code publicKey}, {@code primaryKey},
 * {@code accessKeyId}, and {@code sessionKey}, which names a conversation in OpenClaw and PicoClaw. {@code auth} names a
 * method there and is not secret.
 *
 * <p>All values below {@code headers}, {@code custom_headers} and {@code env} are secret, booleans too. An OpenClaw SecretRef
 * <code>{source, provider, id}</code> says where a secret is kept; its members are not secret. In a list, the element after
 * {@code --token}, or another option that names a secret, is secret. Values that came through a placeholder are secret by their
 * origin, whatever their key. <em>Immutable.</em>
 */
public final class SecretPolicy {

    private static final SecretPolicy STANDARD = new SecretPolicy(ImmutableList.of());

    private final ImmutableList<Pattern> patterns;

    private SecretPolicy(ImmutableList<Pattern> patterns) {
        this.patterns = patterns;
    }

    /** Returns the policy that the class comment describes. */
    public static SecretPolicy standard() {
        return STANDARD;
    }

    /** Returns this policy, under which keys that contain a match of the pattern are secret too. */
    public SecretPolicy withKeyPattern(Pattern key) {
        return new SecretPolicy(
                ImmutableList.<Pattern>builder().addAll(patterns).add(key).build());
    }

    /** Returns whether a string with this key is secret, judged by the key alone. */
    public boolean isSecretKey(String key) {
        return KeySecrecy.isSecret(key, patterns);
    }

    /** Returns the patterns of the host. */
    public List<Pattern> keyPatterns() {
        return patterns;
    }
}
