package dev.modeldock.files;

import java.nio.ByteBuffer;

/**
 * Whether bytes start as an ONNX ModelProto does (onnx.proto3). A protobuf message has no magic number, so it is read
 * as far as its graph: {@code ir_version} first, then only fields that a model has, of their types, and inside the
 * graph a field that a graph has.
 */
final class OnnxHead {
    private static final int VARINT = 0;
    private static final int BYTES = 2;
    private static final int GRAPH = 7;
    private static final int MAX_IR_VERSION = 100;

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

    /** Starts with a node, a name, an initializer, a text, an input, an output or the like, not longer than itself. */
    private boolean graph(long length) {
        long tag = varint();
        boolean known = switch ((int) (tag >> 3)) {
            case 1, 2, 5, 10, 11, 12, 13, 14, 15, 16 -> (tag & 7) == BYTES;
            default -> false;
        };
        long inner = varint();
        return length >= 2 && known && inner >= 0 && inner <= length - 2 && (tag >> 3 != 1 || node(inner));
    }

    /** A node starts with an input, an output, a name, an operator, an attribute, a text or a domain. */
    private boolean node(long length) {
        long tag = varint();
        return length >= 2 && tag >> 3 >= 1 && tag >> 3 <= 10 && (tag & 7) == BYTES;
    }

    private boolean skip(long tag) {
        if ((tag & 7) == VARINT) {
            return varint() >= 0;
        }
        long length = varint();
        if (length < 0 || length > in.remaining()) {
            return false;
        }
        in.position(in.position() + (int) length);
        return true;
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
