package dev.modeldock.actions.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.blobs.Hashes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Remembers which objects were seen, as a hash each. Two are the same as they would be in Python: their names may come
 * in another order, 1 is 1.0, and NaN is not even itself. Past a hundred thousand nothing more is remembered.
 */
final class SeenObjects {
    private static final int MOST = 100_000;

    private final Set<Long> hashes = new HashSet<>();
    private final MessageDigest digest = Hashes.sha256();
    private boolean hasNan;

    /** Remember an object; false when it was there before. */
    boolean add(ObjectNode object) {
        hasNan = false;
        feed(object);
        long hash = ByteBuffer.wrap(digest.digest()).getLong();
        if (hasNan) {
            return true;
        }
        return hashes.size() >= MOST ? !hashes.contains(hash) : hashes.add(hash);
    }

    private void feed(JsonNode node) {
        if (node.isObject()) {
            List<String> names = new ArrayList<>();
            node.fieldNames().forEachRemaining(names::add);
            names.sort(null);
            mark('{', names.size());
            names.forEach(name -> {
                text(name);
                feed(node.get(name));
            });
        } else if (node.isArray()) {
            mark('[', node.size());
            node.forEach(this::feed);
        } else if (node.isTextual()) {
            text(node.textValue());
        } else if (node.isNull()) {
            mark('n', 0);
        } else {
            number(node.isBoolean() ? (node.booleanValue() ? 1 : 0) : node.doubleValue());
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_16BE);
        mark('"', bytes.length);
        digest.update(bytes);
    }

    private void number(double value) {
        hasNan |= Double.isNaN(value);
        // 0.0 and -0.0 are equal, but not in their bits.
        mark('0', Double.doubleToLongBits(value + 0.0));
    }

    private void mark(char kind, long value) {
        digest.update(ByteBuffer.allocate(10).putChar(kind).putLong(value).flip());
    }
}
