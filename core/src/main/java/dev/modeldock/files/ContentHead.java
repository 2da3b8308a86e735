package dev.modeldock.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Tells what bytes are by how they start. */
final class ContentHead {
    private static final int ZSTD_MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE_MAGIC = 0x184D2A50;
    /** What the reference reader of safetensors takes at most for a header. */
    private static final long MAX_SAFETENSORS_HEADER = 100_000_000;

    private ContentHead() {}

    static ContentKind kind(byte[] bytes, int length) {
        ByteBuffer head = ByteBuffer.wrap(bytes, 0, length).slice().order(ByteOrder.LITTLE_ENDIAN);
        if (isTar(bytes, length)) {
            return ContentKind.TAR;
        }
        if (starts(head, 0x1F, 0x8B, 8)) {
            return ContentKind.TAR_GZ;
        }
        if (isZstd(head)) {
            return ContentKind.TAR_ZST;
        }
        if (starts(head, 0xFD, '7', 'z', 'X', 'Z', 0)) {
            return ContentKind.TAR_XZ;
        }
        if (isBzip2(head)) {
            return ContentKind.TAR_BZ2;
        }
        return zipOrModel(head);
    }

    private static ContentKind zipOrModel(ByteBuffer head) {
        if (starts(head, 'P', 'K', 3, 4) || starts(head, 'P', 'K', 5, 6)) {
            return ContentKind.ZIP;
        }
        if (isGguf(head)) {
            return ContentKind.GGUF;
        }
        if (isSafetensors(head)) {
            return ContentKind.SAFETENSORS;
        }
        return OnnxHead.isModel(head) ? ContentKind.ONNX : ContentKind.UNKNOWN;
    }

    private static boolean isTar(byte[] bytes, int length) {
        return length >= TarHeader.BLOCK && bytes[0] != 0 && TarHeader.isHeader(Arrays.copyOf(bytes, TarHeader.BLOCK));
    }

    /** RFC 8878: a frame, maybe behind frames to skip; a skipped one that leaves the head is taken at its word. */
    private static boolean isZstd(ByteBuffer head) {
        long at = 0;
        while (at + 8 <= head.limit()) {
            int magic = head.getInt((int) at);
            if ((magic & ~0xF) != SKIPPABLE_MAGIC) {
                return magic == ZSTD_MAGIC;
            }
            at += 8 + (head.getInt((int) at + 4) & 0xFFFF_FFFFL);
        }
        return at > 0 && at >= head.limit();
    }

    /** {@code BZh}, a block size, and the mark of a block or of an empty stream's end. */
    private static boolean isBzip2(ByteBuffer head) {
        return starts(head, 'B', 'Z', 'h')
                && head.limit() >= 10
                && head.get(3) >= '1'
                && head.get(3) <= '9'
                && (startsAt(head, 4, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59)
                        || startsAt(head, 4, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90));
    }

    /** The magic and a version of either byte order that is not beyond belief. */
    private static boolean isGguf(ByteBuffer head) {
        if (!starts(head, 'G', 'G', 'U', 'F') || head.limit() < 24) {
            return false;
        }
        int version = head.getInt(4);
        int reversed = Integer.reverseBytes(version);
        return (version >= 1 && version < 100) || (reversed >= 1 && reversed < 100);
    }

    /** A header's length, then a JSON object: {@code {"} or {@code {}}; where its end is here, it ends as one does. */
    private static boolean isSafetensors(ByteBuffer head) {
        if (head.limit() < 10) {
            return false;
        }
        long header = head.getLong(0);
        if (header < 2 || header > MAX_SAFETENSORS_HEADER || head.get(8) != '{') {
            return false;
        }
        int second = 9;
        while (second < head.limit() - 1 && isBlank(head.get(second))) {
            second++;
        }
        if (head.get(second) != '"' && head.get(second) != '}') {
            return false;
        }
        int last = (int) header + 7;
        while (last > 8 && last < head.limit() && isBlank(head.get(last))) {
            last--;
        }
        return last >= head.limit() || head.get(last) == '}';
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private static boolean starts(ByteBuffer head, int... bytes) {
        return startsAt(head, 0, bytes);
    }

    private static boolean startsAt(ByteBuffer head, int at, int... bytes) {
        if (head.limit() < at + bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((head.get(at + i) & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
