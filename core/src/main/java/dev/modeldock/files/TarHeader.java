package dev.modeldock.files;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One 512-byte header block of a tar: v7, ustar, GNU. Names stay bytes until it is known that no extended header
 * replaces them, since writers cut those that are too long, also within a character.
 */
record TarHeader(char type, byte[] name, byte[] link, long size) {
    static final int BLOCK = 512;

    private static final int CHECKSUM_AT = 148;

    /** Whether the block's checksum is that of a header. */
    static boolean isHeader(byte[] block) {
        long told = octal(block, CHECKSUM_AT, 8);
        if (told <= 0) {
            return false;
        }
        int unsigned = 8 * ' ';
        int signed = 8 * ' ';
        for (int i = 0; i < BLOCK; i++) {
            if (i < CHECKSUM_AT || i >= CHECKSUM_AT + 8) {
                unsigned += block[i] & 0xFF;
                signed += block[i];
            }
        }
        return told == unsigned || told == signed;
    }

    /** Read a block that {@link #isHeader}. */
    static TarHeader parse(byte[] block) {
        byte[] name = text(block, 0, 100);
        boolean posix = startsWith(block, 257, "ustar\0");
        byte[] prefix = posix ? text(block, 345, 155) : new byte[0];
        if (prefix.length > 0) {
            byte[] joined = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
            joined[prefix.length] = '/';
            System.arraycopy(name, 0, joined, prefix.length + 1, name.length);
            name = joined;
        }
        char type = (char) (block[156] & 0xFF);
        boolean headerOnly = type >= '1' && type <= '6';
        long size = headerOnly ? 0 : number(block, 124, 12);
        if (size < 0) {
            throw BrokenArchive.because("The tar entry " + shown(name) + " tells a size that is no number.");
        }
        return new TarHeader(type, name, text(block, 157, 100), size);
    }

    String shown() {
        return shown(name);
    }

    private static String shown(byte[] name) {
        return SafePaths.shown(new String(name, StandardCharsets.UTF_8));
    }

    private static byte[] text(byte[] block, int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(block, offset, end);
    }

    private static boolean startsWith(byte[] block, int offset, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (block[offset + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** An octal number, or a binary one where GNU tar marks it so; -1 when it is neither. */
    private static long number(byte[] block, int offset, int length) {
        if ((block[offset] & 0x80) == 0) {
            return octal(block, offset, length);
        }
        long value = block[offset] & 0x7F;
        for (int i = offset + 1; i < offset + length; i++) {
            if (value > Long.MAX_VALUE >> 8) {
                return -1;
            }
            value = value << 8 | block[i] & 0xFF;
        }
        return value;
    }

    /** Octal digits, with blanks before and blanks or NULs behind; nothing at all is 0; -1 when it is something else. */
    private static long octal(byte[] block, int offset, int length) {
        int i = offset;
        int end = offset + length;
        while (i < end && block[i] == ' ') {
            i++;
        }
        long value = 0;
        while (i < end && block[i] >= '0' && block[i] <= '7') {
            value = value << 3 | block[i++] - '0';
        }
        while (i < end && (block[i] == ' ' || block[i] == 0)) {
            i++;
        }
        return i == end ? value : -1;
    }
}
