package dev.modeldock.files;

import java.util.Arrays;

/**
 * What extended headers say of the entry behind them: PAX records (POSIX.1-2017, pax, "Extended Header") and GNU's long
 * names. Everything but name, link and size is passed over.
 */
final class TarExtension {
    /** The longest extended header: far more than any name that is taken. */
    static final long MAX_BYTES = 1L << 20;

    private String name;
    private String link;
    private Long size;
    private boolean pax;

    String nameOf(TarHeader header) {
        return name != null ? name : BrokenArchive.utf8(header.name(), 0, header.name().length);
    }

    String linkOf(TarHeader header) {
        return link != null ? link : BrokenArchive.utf8(header.link(), 0, header.link().length);
    }

    long sizeOf(TarHeader header) {
        boolean headerOnly = header.type() >= '1' && header.type() <= '6';
        return size == null || headerOnly ? header.size() : size;
    }

    boolean isEmpty() {
        return name == null && link == null && !pax;
    }

    void gnuName(byte[] data) {
        if (name != null) {
            throw BrokenArchive.because("A tar entry has two long names.");
        }
        name = gnuText(data);
    }

    void gnuLink(byte[] data) {
        if (link != null) {
            throw BrokenArchive.because("A tar entry has two long link targets.");
        }
        link = gnuText(data);
    }

    private static String gnuText(byte[] data) {
        int end = data.length;
        while (end > 0 && data[end - 1] == 0) {
            end--;
        }
        return BrokenArchive.utf8(data, 0, end);
    }

    /** The records of one PAX header, each {@code "<length> <key>=<value>\n"}. */
    void pax(byte[] data, boolean global) {
        if (pax && !global) {
            throw BrokenArchive.because("A tar entry has two PAX headers.");
        }
        pax |= !global;
        int at = 0;
        while (at < data.length && data[at] != 0) {
            at += record(data, at, global);
        }
    }

    private int record(byte[] data, int start, boolean global) {
        int at = start;
        int length = 0;
        while (at < data.length && at < start + 8 && data[at] >= '0' && data[at] <= '9') {
            length = length * 10 + data[at++] - '0';
        }
        int end = start + length;
        int equal = at;
        while (equal < data.length && data[equal] != '=') {
            equal++;
        }
        boolean sound = at > start && end <= data.length && equal < end && data[at] == ' ' && data[end - 1] == '\n';
        if (!sound) {
            throw BrokenArchive.because("A PAX header of the tar is broken: its records do not fit their lengths.");
        }
        String key = BrokenArchive.utf8(data, at + 1, equal - at - 1);
        take(key, Arrays.copyOfRange(data, equal + 1, end - 1), global);
        return length;
    }

    private void take(String key, byte[] value, boolean global) {
        if (key.startsWith("GNU.sparse.")) {
            throw sparse();
        }
        boolean known = key.equals("path") || key.equals("linkpath") || key.equals("size");
        if (known && global) {
            throw BrokenArchive.because("A global PAX header of the tar gives every file one " + key + ".");
        }
        if (!known || value.length == 0) {
            return;
        }
        String text = BrokenArchive.utf8(value, 0, value.length);
        switch (key) {
            case "path" -> name = text;
            case "linkpath" -> link = text;
            default -> size = size(text);
        }
    }

    private static long size(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw BrokenArchive.because("A PAX header of the tar tells a size that is no number.");
        }
        return Long.parseLong(text);
    }

    static RuntimeException sparse() {
        return BrokenArchive.because("The tar holds a sparse file. Pack it again without --sparse (-S).");
    }
}
