package dev.modeldock.formats;

import java.nio.charset.StandardCharsets;

/** What the first bytes of a file say it is. */
final class Magic {
    private static final byte[] LFS = "version https://git-lfs.github.com/spec/v1".getBytes(StandardCharsets.US_ASCII);

    private Magic() {}

    static boolean isZip(byte[] head) {
        return starts(head, 'P', 'K', 3, 4) || starts(head, 'P', 'K', 5, 6);
    }

    static boolean isNpy(byte[] head) {
        return starts(head, 0x93, 'N', 'U', 'M', 'P', 'Y');
    }

    static boolean isGzip(byte[] head) {
        return starts(head, 0x1f, 0x8b, 8);
    }

    /** RFC 1950: method 8, a window of at most 32 KiB, and a check of both bytes. */
    static boolean isZlib(byte[] head) {
        return head.length > 2
                && (head[0] & 0x0f) == 8
                && (head[0] & 0xf0) <= 0x70
                && ((head[0] & 0xff) * 256 + (head[1] & 0xff)) % 31 == 0;
    }

    static boolean isBzip2(byte[] head) {
        return starts(head, 'B', 'Z', 'h') && head.length > 9 && head[4] == 0x31 && head[5] == 0x41;
    }

    static boolean isCompressed(byte[] head) {
        return isGzip(head) || isZlib(head) || isBzip2(head);
    }

    /** A pointer that Git LFS leaves in place of a large file. */
    static boolean isLfsPointer(byte[] head) {
        return head.length >= LFS.length
                && new String(head, 0, LFS.length, StandardCharsets.US_ASCII)
                        .equals(new String(LFS, StandardCharsets.US_ASCII));
    }

    /** The name of a packing that can hold a pickle and is not looked into, or null. */
    static String opaqueArchive(byte[] head) {
        if (starts(head, '7', 'z', 0xbc, 0xaf, 0x27, 0x1c)) {
            return "7z";
        }
        if (starts(head, 'R', 'a', 'r', '!', 0x1a, 7)) {
            return "rar";
        }
        if (starts(head, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            return "xz";
        }
        if (starts(head, 0x28, 0xb5, 0x2f, 0xfd)) {
            return "zstd";
        }
        if (starts(head, 0x04, 0x22, 0x4d, 0x18)) {
            return "lz4";
        }
        boolean tar = head.length >= 262 && new String(head, 257, 5, StandardCharsets.US_ASCII).equals("ustar");
        return tar ? "tar" : null;
    }

    private static boolean starts(byte[] head, int... magic) {
        if (head.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
