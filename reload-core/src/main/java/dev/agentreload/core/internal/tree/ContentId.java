package dev.agentreload.core.internal.tree;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import com.google.common.hash.PrimitiveSink;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.internal.secret.Masking;
import java.util.stream.IntStream;

/** Hashes what may be shown of a tree, without a key, so that the same content has the same id everywhere. */
final class ContentId {

    private static final HashFunction SHA_256 = Hashing.sha256();
    private static final int DIGITS = 16;

    private ContentId() {}

    static String of(ConfigObject root) {
        com.google.common.hash.Hasher hasher = SHA_256.newHasher();
        put((ObjectNode) root, hasher);
        return hasher.hash().toString().substring(0, DIGITS);
    }

    private static void put(ConfigNode node, PrimitiveSink sink) {
        text(node.kind().name(), sink);
        switch (node.kind()) {
            case OBJECT -> put((ObjectNode) node, sink);
            case ARRAY -> put((ConfigArray) node, sink);
            case STRING -> text(Masking.show((ConfigString) node), sink);
            case NUMBER, BOOLEAN, NULL -> text(node.isSecret() ? Masking.MASK : Scalars.text(node), sink);
        }
    }

    private static void put(ObjectNode object, PrimitiveSink sink) {
        sink.putInt(object.size());
        IntStream.range(0, object.size()).map(object::sorted).forEach(index -> {
            text(Masking.show(object.key(index)), sink);
            put(object.value(index), sink);
        });
    }

    private static void put(ConfigArray array, PrimitiveSink sink) {
        sink.putInt(array.size());
        array.elements().forEach(element -> put(element, sink));
    }

    private static void text(String text, PrimitiveSink sink) {
        sink.putInt(text.length());
        sink.putUnencodedChars(text);
    }
}
