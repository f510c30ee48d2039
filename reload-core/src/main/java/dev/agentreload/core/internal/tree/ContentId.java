// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.internal.secret.Masking;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.IdentityHashMap;

/**
 * Hashes what may be shown of a tree with SHA-256, without a key, so that the same content has the same id everywhere.
 *
 * <p>Each container has a hash of its own, of the hashes of the containers in it, and keeps it: after an edit only those around the
 * edit are hashed. Texts are collected in a buffer of whole blocks: character by character the digest would take most of the time.
 */
final class ContentId {

    private static final int BUFFER_BYTES = 1 << 10;

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

    static String of(ContainerNode root) {
        return HexFormat.of().toHexDigits(new ContentId().hash(root));
    }

    private long hash(ContainerNode container) {
        long hash = container.shownHash();
        if (hash == 0) {
            for (ConfigNode child : container.children()) {
                if (child instanceof ContainerNode inner) {
                    hash(inner);
                }
            }
            if (container instanceof ObjectNode object) {
                members(object);
            } else {
                elements((ArrayNode) container);
            }
            hash = end();
            container.shownHash(hash);
        }
        return hash;
    }

    private void put(ConfigNode node) {
        text(node.kind().name());
        switch (node.kind()) {
            case OBJECT, ARRAY -> number(((ContainerNode) node).shownHash(), Long.SIZE);
            case STRING -> text(Masking.show((ConfigString) node));
            case NUMBER, BOOLEAN, NULL -> text(node.isSecret() ? Masking.MASK : Scalars.text(node));
        }
    }

    private void members(ObjectNode object) {
        number(object.size(), Integer.SIZE);
        String[] shown = keys.computeIfAbsent(object.sharedKeys(), ContentId::shown);
        for (int rank = 0; rank < shown.length; rank++) {
            text(shown[rank]);
            put(object.value(object.sorted(rank)));
        }
    }

    private static String[] shown(ObjectShape keys) {
        String[] shown = new String[keys.size()];
        for (int rank = 0; rank < shown.length; rank++) {
            shown[rank] = Masking.show(keys.name(keys.sorted(rank)));
        }
        return shown;
    }

    private void elements(ArrayNode array) {
        number(array.size(), Integer.SIZE);
        for (int i = 0; i < array.size(); i++) {
            put(array.element(i));
        }
    }

    private void text(String text) {
        int length = text.length();
        number(length, Integer.SIZE);
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

    private void number(long number, int bits) {
        reserve(bits / Byte.SIZE);
        for (int shift = 0; shift < bits; shift += Byte.SIZE) {
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

    private long end() {
        flush();
        long hash = ByteBuffer.wrap(digest.digest()).getLong();
        return hash == 0 ? 1 : hash;
    }
}
