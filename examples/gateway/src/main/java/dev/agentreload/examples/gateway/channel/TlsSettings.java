// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * What {@code channels.http.tls} says. Both values are texts in PEM, and {@linkplain #read checked}: the key belongs to the first
 * certificate. <em>Immutable.</em>
 *
 * @param certificate the server's certificate, and then those of its issuers
 * @param privateKey the key of the first certificate
 */
record TlsSettings(Secret certificate, Secret privateKey) {

    /** The key of these settings in their section. */
    static final String NAME = "tls";

    private static final String CERTIFICATE = "certificate";
    private static final String PRIVATE_KEY = "privateKey";
    private static final String FORMS = "expected -----BEGIN PRIVATE KEY-----, with RSA, EC or EC PRIVATE KEY as well";

    /** The most time before the end of a certificate at which it is reported. */
    private static final Duration NOTICE = Duration.ofDays(14);

    /** What of a certificate's whole time is left at most when its end is reported: some last for a few days only. */
    private static final int NOTICE_PART = 5;

    private static final ImmutableMap<String, String> SIGNATURES =
            ImmutableMap.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    static final SectionKeys KEYS = SectionKeys.of(
            ConfigKey.string(
                    CERTIFICATE, "the server's certificate and those of its issuers in PEM, such as ${file:tls.crt}"),
            ConfigKey.string(
                    PRIVATE_KEY,
                    "the private key of the certificate in PEM, without a passphrase, such as ${file:tls.key}"));

    /** Returns the settings; empty if they cannot be used, and adds why. */
    static Optional<TlsSettings> read(ConfigSection section) {
        Optional<String> certificate = required(section, CERTIFICATE, "expected a certificate in PEM");
        Optional<String> privateKey = required(section, PRIVATE_KEY, "expected the certificate's private key in PEM");
        Optional<List<X509Certificate>> chain = certificate.flatMap(text -> chain(section, text));
        Optional<PrivateKey> key = privateKey.flatMap(text -> key(section, text));
        section.reportUnknownKeys(ConfigProblem.Severity.WARNING);
        if (chain.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        if (!isPair(chain.get().get(0).getPublicKey(), key.get())) {
            section.error(
                    PRIVATE_KEY,
                    "the private key does not belong to the certificate",
                    "expected the key of the first certificate in [" + CERTIFICATE + "]");
            return Optional.empty();
        }
        return Optional.of(new TlsSettings(new Secret(certificate.get()), new Secret(privateKey.get())));
    }

    private static Optional<String> required(ConfigSection section, String key, String expected) {
        Optional<String> text = section.string(key);
        if (section.node(key).isEmpty() && !section.reportMistyped(key)) {
            section.error(key, "[" + key + "] is missing", expected);
        }
        return text;
    }

    private static Optional<List<X509Certificate>> chain(ConfigSection section, String text) {
        List<X509Certificate> chain = PemReader.certificates(text);
        if (chain.isEmpty()) {
            section.error(
                    CERTIFICATE,
                    "this is no certificate that can be read",
                    "expected -----BEGIN CERTIFICATE----- and what follows it in PEM");
            return Optional.empty();
        }
        for (int i = 1; i < chain.size(); i++) {
            if (!chain.get(i - 1).getIssuerX500Principal().equals(chain.get(i).getSubjectX500Principal())) {
                section.error(
                        CERTIFICATE,
                        "certificate " + (i + 1) + " of " + chain.size() + " is not the issuer's of the one before",
                        "expected the server's own certificate, and each followed by its issuer's");
                return Optional.empty();
            }
        }
        return Optional.of(chain);
    }

    private static Optional<PrivateKey> key(ConfigSection section, String text) {
        if (PemReader.isEncrypted(text)) {
            section.error(
                    PRIVATE_KEY,
                    "the private key is encrypted",
                    "expected one without a passphrase, as [openssl pkey -in encrypted.key -out tls.key] writes it");
            return Optional.empty();
        }
        Optional<PrivateKey> key = PemReader.findPrivateKey(text);
        if (key.isEmpty()) {
            section.error(PRIVATE_KEY, "this is no private key that can be read", FORMS);
        }
        return key;
    }

    /** A signature of the one is right for the other, whatever the algorithm. */
    private static boolean isPair(PublicKey publicKey, PrivateKey privateKey) {
        String algorithm = privateKey.getAlgorithm();
        if (!algorithm.equals(publicKey.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(SIGNATURES.getOrDefault(algorithm, algorithm));
            byte[] signed = CERTIFICATE.getBytes(StandardCharsets.UTF_8);
            signature.initSign(privateKey);
            signature.update(signed);
            byte[] proof = signature.sign();
            signature.initVerify(publicKey);
            signature.update(signed);
            return signature.verify(proof);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Adds a warning if a certificate is not valid at this time, or not much longer. */
    void checkTime(Instant now, ConfigDocument document, ProblemCollector problems) {
        ConfigPath path = HttpSettings.PATH.key(NAME).key(CERTIFICATE);
        for (X509Certificate one : PemReader.certificates(certificate.value())) {
            Instant begin = one.getNotBefore().toInstant();
            Instant end = one.getNotAfter().toInstant();
            Duration part = Duration.between(begin, end).dividedBy(NOTICE_PART);
            Instant notice = end.minus(part.compareTo(NOTICE) < 0 ? part : NOTICE);
            if (now.isBefore(begin)) {
                problems.add(expiry(path, document, "a certificate is valid from " + begin + " on only"));
            } else if (now.isAfter(end)) {
                problems.add(expiry(path, document, "a certificate was valid until " + end));
            } else if (now.isAfter(notice)) {
                problems.add(expiry(path, document, "a certificate is valid until " + end));
            }
        }
    }

    private static ConfigProblem expiry(ConfigPath path, ConfigDocument document, String message) {
        return ConfigProblem.warning(
                path, document.nearestPosition(path), message, "expected one that is valid now and for some time");
    }

    /**
     * Returns what new connections are encrypted with.
     *
     * @throws IOException if this JVM cannot use the certificate
     */
    SSLContext context() throws IOException {
        try {
            PrivateKey key = PemReader.findPrivateKey(privateKey.value()).orElseThrow();
            X509Certificate[] chain =
                    Iterables.toArray(PemReader.certificates(certificate.value()), X509Certificate.class);
            char[] password = {}; // the store stays in memory
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry(NAME, key, password, chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use the certificate: " + e.getClass().getSimpleName());
        }
    }
}
