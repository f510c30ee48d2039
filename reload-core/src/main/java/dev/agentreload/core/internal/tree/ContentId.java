// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.internal.secret.Masking;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.stream.IntStream;

/**
 * Hashes what may be shown of a tree with SHA-256, without a key, so that the same content has the same id everywhere.
 *
 * <p>Texts are collected in a buffer of whole blocks: character by character the digest would take most of the time.
 */
final class ContentId {

    private static final int DIGITS = 16;
    private static final int BUFFER_BYTES = 8 << 10;

    private final MessageDigest digest;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int used;

    /** What may be shown of the keys that thousands of objects share. */
    private final IdentityHashMap<ObjectShape, String[]> keys = new IdentityHashMap<>();

    private ContentId() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    static String of(ConfigObject root) {
        ContentId id = new ContentId();
        id.members((ObjectNode) root);
        id.flush();
        return HexFormat.of().formatHex(id.digest.digest(), 0, DIGITS / 2);
    }

    private void put(ConfigNode node) {
        text(node.kind().name());
        switch (node.kind()) {
            case OBJECT -> members((ObjectNode) node);
            case ARRAY -> elements((ConfigArray) node);
            case STRING -> text(Masking.show((ConfigString) node));
            case NUMBER, BOOLEAN, NULL -> text(node.isSecret() ? Masking.MASK : Scalars.text(node));
        }
    }

    private void members(ObjectNode object) {
        number(object.size());
        String[] shown = keys.computeIfAbsent(object.sharedKeys(), ContentId::shown);
        for (int rank = 0; rank < shown.length; rank++) {
            text(shown[rank]);
            put(object.value(object.sorted(rank)));
        }
    }

    private static String[] shown(ObjectShape keys) {
        return IntStream.range(0, keys.size())
                .mapToObj(rank -> Masking.show(keys.name(keys.sorted(rank))))
                .toArray(String[]::new);
    }

    private void elements(ConfigArray array) {
        number(array.size());
        for (int i = 0; i < array.size(); i++) {
            put(array.element(i));
        }
    }

    private void text(String text) {
        int length = text.length();
        number(length);
        for (int from = 0; from < length; ) {
            reserve(Character.BYTES);
            int to = Math.min(length, from + (BUFFER_BYTES - used) / Character.BYTES);
            append(text, from, to);
            from = to;
        }
    }

    private void append(String text, int from, int to) {
        int end = used;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            buffer[end++] = (byte) c;
            buffer[end++] = (byte) (c >>> Byte.SIZE);
        }
        used = end;
    }

    private void number(int number) {
        reserve(Integer.BYTES);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            buffer[used++] = (byte) (number >>> shift);
        }
    }

    private void reserve(int bytes) {
        if (used + bytes > BUFFER_BYTES) {
            flush();
        }
    }

    private void flush() {
        digest.update(buffer, 0, used);
        used = 0;
    }
}
