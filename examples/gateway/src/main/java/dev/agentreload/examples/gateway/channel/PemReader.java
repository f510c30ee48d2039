// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Bytes;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads certificates and keys from PEM. What stands around the blocks is ignored, so one text may hold both. The JDK reads the
 * contents; of the forms that programs write by default it lacks PKCS#1 and SEC1, which are put into PKCS#8 here.
 */
final class PemReader {

    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN (?<label>[A-Z0-9 ]+)-----(?<content>[A-Za-z0-9+/=\\s]*+)-----END \\k<label>-----");

    private static final Pattern ENCRYPTED =
            Pattern.compile("-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED", Pattern.MULTILINE);

    private static final ImmutableList<String> ALGORITHMS = ImmutableList.of("RSA", "EC", "EdDSA");

    /** The algorithm identifier of RSA: its OID, and null for parameters. */
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    /** The OID of EC keys, which the one of the curve follows. */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private static final byte[] VERSION = {2, 1, 0};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 4;
    private static final int PARAMETERS = 0xa0;

    private PemReader() {}

    /** What stands between a begin and an end. */
    private record Block(String label, String content) {

        byte[] bytes() {
            return Base64.getDecoder().decode(CharMatcher.whitespace().removeFrom(content));
        }
    }

    private static Stream<Block> blocks(String text) {
        return BLOCK.matcher(text).results().map(found -> new Block(found.group(1), found.group(2)));
    }

    /** Returns all certificates in their order; empty if there is none, or one that cannot be read. */
    static List<X509Certificate> certificates(String text) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            ImmutableList.Builder<X509Certificate> certificates = ImmutableList.builder();
            for (Block block : blocks(text)
                    .filter(one -> one.label().equals("CERTIFICATE"))
                    .toList()) {
                certificates.add(
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
            }
            return certificates.build();
        } catch (CertificateException | IllegalArgumentException e) {
            return ImmutableList.of();
        }
    }

    /** Returns whether the text has a key that only a passphrase opens. */
    static boolean isEncrypted(String text) {
        return ENCRYPTED.matcher(text).find();
    }

    /** Returns the first private key; empty if there is none that can be read. */
    static Optional<PrivateKey> findPrivateKey(String text) {
        return blocks(text)
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .findFirst()
                .flatMap(PemReader::findPrivateKey);
    }

    /** What the JDK throws may quote the key, and is never shown. */
    private static Optional<PrivateKey> findPrivateKey(Block block) {
        try {
            PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(pkcs8(block));
            return ALGORITHMS.stream()
                    .flatMap(algorithm -> findPrivateKey(algorithm, encoded).stream())
                    .findFirst();
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<PrivateKey> findPrivateKey(String algorithm, PKCS8EncodedKeySpec encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
        } catch (GeneralSecurityException e) {
            return Optional.empty(); // of another algorithm, if of any
        }
    }

    private static byte[] pkcs8(Block block) {
        byte[] bytes = block.bytes();
        return switch (block.label()) {
            case "RSA PRIVATE KEY" -> pkcs8(RSA, bytes);
            case "EC PRIVATE KEY" -> pkcs8(element(SEQUENCE, EC, curve(bytes)), bytes);
            default -> bytes;
        };
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, VERSION, algorithm, element(OCTETS, key));
    }

    /** Returns the parameters of a key in SEC1, which follow its version and the number itself. */
    private static byte[] curve(byte[] sec1) {
        ByteBuffer key = ByteBuffer.wrap(next(SEQUENCE, ByteBuffer.wrap(sec1)));
        next(VERSION[0], key);
        next(OCTETS, key);
        return next(PARAMETERS, key);
    }

    /** Returns the content of the next element in DER, and moves behind it. */
    private static byte[] next(int tag, ByteBuffer from) {
        if ((from.get() & 0xff) != tag) {
            throw new IllegalArgumentException("another element");
        }
        int length = from.get() & 0xff;
        if (length > 0x80) {
            int bytes = length - 0x80;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | (from.get() & 0xff);
            }
        }
        byte[] content = new byte[Math.min(length, from.remaining() + 1)]; // too long a one underflows
        from.get(content);
        return content;
    }

    /** Returns an element in DER, whose length takes as few bytes as it can. */
    private static byte[] element(int tag, byte[]... parts) {
        byte[] content = Bytes.concat(parts);
        int length = content.length;
        byte[] head = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : length < 0x100
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return Bytes.concat(head, content);
    }
}
