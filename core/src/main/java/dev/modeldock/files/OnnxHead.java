package dev.modeldock.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Whether bytes start as an ONNX ModelProto does (onnx.proto3). A protobuf message has no magic number, so it is read
 * as far as its graph: {@code ir_version} first, then only fields that a model has, of their types, and inside the
 * graph its first node or its name.
 */
final class OnnxHead {
    private static final int VARINT = 0;
    private static final int BYTES = 2;
    private static final int GRAPH = 7;
    private static final int MAX_IR_VERSION = 64;

    private final ByteBuffer in;

    private OnnxHead(ByteBuffer in) {
        this.in = in;
    }

    static boolean isModel(ByteBuffer head) {
        return new OnnxHead(head.duplicate()).model();
    }

    private boolean model() {
        if (varint() != (1 << 3 | VARINT)) {
            return false;
        }
        long version = varint();
        if (version < 1 || version > MAX_IR_VERSION) {
            return false;
        }
        for (long tag = varint(); tag > 0; tag = varint()) {
            if (tag == (GRAPH << 3 | BYTES)) {
                return graph(varint());
            }
            if (!isModelField(tag) || !skip(tag)) {
                return false;
            }
        }
        return false;
    }

    /** producer_name, producer_version, domain, model_version, doc_string, opset_import, metadata_props and the rest. */
    private static boolean isModelField(long tag) {
        int field = (int) (tag >> 3);
        int type = (int) (tag & 7);
        return switch (field) {
            case 5 -> type == VARINT;
            case 2, 3, 4, 6, 8, 14, 20, 25, 26 -> type == BYTES;
            default -> false;
        };
    }

    /** Starts with a node or, where there is none, with its name, which every graph has. */
    private boolean graph(long length) {
        long tag = varint();
        long inner = varint();
        if (length < 2 || inner < 1 || inner > length - 2) {
            return false;
        }
        return tag == (1 << 3 | BYTES) ? node(inner) : tag == (2 << 3 | BYTES) && text(inner);
    }

    /** Inputs, outputs, name, operator, attributes, text, domain and the like, as far as the head goes. */
    private boolean node(long length) {
        long end = in.position() + length;
        while (in.position() < end && in.hasRemaining()) {
            long tag = varint();
            if (tag < 0) {
                return !in.hasRemaining();
            }
            boolean known = tag >> 3 >= 1 && tag >> 3 <= 10 && (tag & 7) == BYTES;
            long inner = known ? varint() : -1;
            boolean whole = inner >= 0 && inner <= end - in.position();
            boolean attribute = tag >> 3 == 5 || tag >> 3 > 8;
            if (!whole || !(attribute ? pass(inner) : text(inner))) {
                return false;
            }
        }
        return in.position() == end || !in.hasRemaining();
    }

    private boolean skip(long tag) {
        if ((tag & 7) == VARINT) {
            return varint() >= 0;
        }
        long length = varint();
        boolean text = tag >> 3 <= 6;
        return length >= 0 && length <= in.remaining() && (text ? text(length) : pass(length));
    }

    private boolean pass(long length) {
        in.position(in.position() + (int) Math.min(length, in.remaining()));
        return true;
    }

    /** UTF-8 without control characters but white space; what the head's end cuts off is not looked at. */
    private boolean text(long length) {
        byte[] bytes = new byte[(int) Math.min(length, in.remaining())];
        in.get(bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean cut = bytes.length < length;
        return text.codePoints().noneMatch(c -> c < ' ' && !Character.isWhitespace(c) || c == 0xFFFD && !cut);
    }

    /** -1 where there is none, or not a sensible one. */
    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 63 && in.hasRemaining(); shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        return -1;
    }
}
