package dev.modeldock.exports;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands before a file in a tar, by POSIX.1-2017 (pax, "ustar Interchange Format" and "pax Header Block"): one
 * ustar block where the name is ASCII and fits and the size is below 8 GiB, else an extended header before it that
 * tells the true name or size. A name that ends in a slash is that of a directory.
 */
final class TarPreamble {
    static final int BLOCK = 512;

    private static final int NAME = 100;
    private static final int PREFIX_AT = 345;
    private static final int PREFIX = 155;
    private static final long LARGEST_IN_OCTAL = 0_77777777777L;
    /** 1980-01-01, as in our zips: at 1970-01-01 GNU tar speaks of an implausibly old time stamp. */
    private static final long MODIFIED = 315_532_800;

    private static final byte[] EXTENDED_NAME = "././@PaxHeader".getBytes(StandardCharsets.US_ASCII);

    private final byte[] name;
    private final long size;
    /** Where the slash between prefix and name is; 0 for no prefix, -1 when the name does not fit. */
    private final int split;

    TarPreamble(byte[] name, long size) {
        this.name = name;
        this.size = size;
        this.split = split(name);
    }

    /** How many zero bytes follow a file of this size. */
    static int padding(long size) {
        return (int) (-size & (BLOCK - 1));
    }

    /** The number of bytes that {@link #bytes} gives. */
    long length() {
        long records = (split < 0 ? recordLength("path", name.length) : 0)
                + (size > LARGEST_IN_OCTAL ? recordLength("size", decimal(size).length) : 0);
        return records == 0 ? BLOCK : 2L * BLOCK + records + padding(records);
    }

    byte[] bytes() {
        boolean directory = name[name.length - 1] == '/';
        byte[] block = block(shortName(), size > LARGEST_IN_OCTAL ? 0 : size, directory ? '5' : '0');
        if (split > 0) {
            System.arraycopy(name, 0, block, PREFIX_AT, split);
            seal(block);
        }
        byte[] records = records();
        if (records.length == 0) {
            return block;
        }
        byte[] extended = block(EXTENDED_NAME, records.length, 'x');
        int padded = records.length + padding(records.length);
        byte[] all = Arrays.copyOf(extended, BLOCK + padded + BLOCK);
        System.arraycopy(records, 0, all, BLOCK, records.length);
        System.arraycopy(block, 0, all, BLOCK + padded, BLOCK);
        return all;
    }

    private byte[] records() {
        byte[] path = split < 0 ? record("path", name) : new byte[0];
        byte[] bytes = size > LARGEST_IN_OCTAL ? record("size", decimal(size)) : new byte[0];
        byte[] both = Arrays.copyOf(path, path.length + bytes.length);
        System.arraycopy(bytes, 0, both, path.length, bytes.length);
        return both;
    }

    private static byte[] record(String keyword, byte[] value) {
        int length = recordLength(keyword, value.length);
        byte[] start = (length + " " + keyword + "=").getBytes(StandardCharsets.US_ASCII);
        byte[] record = Arrays.copyOf(start, length);
        System.arraycopy(value, 0, record, start.length, value.length);
        record[length - 1] = '\n';
        return record;
    }

    /** A record begins with its own length in decimal, which counts its own digits. */
    private static int recordLength(String keyword, int valueLength) {
        int rest = Math.addExact(keyword.length() + 3, valueLength);
        int length = rest + decimal(rest).length;
        return rest + decimal(length).length;
    }

    /** The name for the ustar block; for readers that know no extended headers it is a likeness of a name that does not fit. */
    private byte[] shortName() {
        if (split >= 0) {
            return split == 0 ? name : Arrays.copyOfRange(name, split + 1, name.length);
        }
        byte[] likeness = Arrays.copyOf(name, Math.min(name.length, NAME));
        for (int i = 0; i < likeness.length; i++) {
            likeness[i] = likeness[i] < ' ' ? (byte) '_' : likeness[i];
        }
        return likeness;
    }

    private static int split(byte[] name) {
        for (byte b : name) {
            if (b < 0) {
                return -1;
            }
        }
        if (name.length <= NAME) {
            return 0;
        }
        for (int i = name.length - NAME - 1; i <= PREFIX && i < name.length - 1; i++) {
            if (name[i] == '/' && i > 0) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] block(byte[] name, long size, char type) {
        byte[] block = new byte[BLOCK];
        System.arraycopy(name, 0, block, 0, name.length);
        octal(block, 100, 8, type == '5' ? 0755 : 0644);
        octal(block, 108, 8, 0);
        octal(block, 116, 8, 0);
        octal(block, 124, 12, size);
        octal(block, 136, 12, MODIFIED);
        block[156] = (byte) type;
        byte[] magic = "ustar\00000".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(magic, 0, block, 257, magic.length);
        octal(block, 329, 8, 0);
        octal(block, 337, 8, 0);
        seal(block);
        return block;
    }

    /** Write the checksum, which counts its own field as blanks. */
    private static void seal(byte[] block) {
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xFF;
        }
        octal(block, 148, 7, sum);
    }

    private static void octal(byte[] block, int at, int width, long value) {
        long rest = value;
        for (int i = at + width - 2; i >= at; i--) {
            block[i] = (byte) ('0' + (rest & 7));
            rest >>>= 3;
        }
        block[at + width - 1] = 0;
    }

    private static byte[] decimal(long value) {
        return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
    }
}
