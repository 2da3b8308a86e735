package dev.modeldock.server.it;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Writes tar archives byte by byte, so that they can be as wrong as they like. */
final class HostileTar {
    static final char FILE = '0';
    static final char HARD_LINK = '1';
    static final char SYMBOLIC_LINK = '2';
    static final char CHARACTER_DEVICE = '3';
    static final char BLOCK_DEVICE = '4';
    static final char DIRECTORY = '5';
    static final char FIFO = '6';

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Starts with a whole tiny-bert, so that only what is added can be the reason for a refusal. */
    static HostileTar withModel() {
        HostileTar tar = new HostileTar();
        TinyModels.files("tiny-bert").forEach(tar::file);
        return tar;
    }

    HostileTar file(String name, byte[] content) {
        return entry(name, FILE, "", content.length, content);
    }

    HostileTar link(String name, char type, String target) {
        return entry(name, type, target, 0, new byte[0]);
    }

    /** A header that claims {@code size} bytes, followed by these bytes and padding. */
    HostileTar entry(String name, char type, String target, long size, byte[] content) {
        bytes.writeBytes(header(name, type, target, octal(size, 12)));
        bytes.writeBytes(content);
        bytes.writeBytes(new byte[(512 - content.length % 512) % 512]);
        return this;
    }

    /** A file whose name stands in a PAX header, where any byte may be. */
    HostileTar paxFile(String name, byte[] content) {
        return pax(Map.of("path", name)).file("placeholder", content);
    }

    HostileTar pax(Map<String, String> records) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        records.forEach((key, value) -> {
            int rest = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8).length;
            int length = rest + Integer.toString(rest + 2).length();
            length = rest + Integer.toString(length).length();
            body.writeBytes((length + " " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8));
        });
        return entry("PaxHeader", 'x', "", body.size(), body.toByteArray());
    }

    /** A file whose size field holds these raw bytes. */
    HostileTar rawSize(String name, byte[] sizeField) {
        bytes.writeBytes(header(name, FILE, "", sizeField));
        return this;
    }

    byte[] end() {
        bytes.writeBytes(new byte[1024]);
        return bytes.toByteArray();
    }

    byte[] withoutEnd() {
        return bytes.toByteArray();
    }

    static byte[] header(String name, char type, String target, byte[] sizeField) {
        byte[] header = new byte[512];
        put(header, 0, name.getBytes(StandardCharsets.UTF_8), 100);
        put(header, 100, octal(0644, 8), 8);
        put(header, 108, octal(0, 8), 8);
        put(header, 116, octal(0, 8), 8);
        put(header, 124, sizeField, 12);
        put(header, 136, octal(0, 12), 12);
        header[156] = (byte) type;
        put(header, 157, target.getBytes(StandardCharsets.UTF_8), 100);
        put(header, 257, "ustar\00000".getBytes(StandardCharsets.ISO_8859_1), 8);
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, (String.format("%06o", sum) + "\0 ").getBytes(StandardCharsets.ISO_8859_1), 8);
        return header;
    }

    private static void put(byte[] header, int at, byte[] value, int room) {
        System.arraycopy(value, 0, header, at, Math.min(room, value.length));
    }

    static byte[] octal(long value, int room) {
        return (String.format("%0" + (room - 1) + "o", value) + "\0").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** That many empty files with names of their own, and no end. */
    static byte[] empties(int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(count * 512);
        for (int i = 0; i < count; i++) {
            out.writeBytes(header(String.format("e/%07d", i), FILE, "", octal(0, 12)));
        }
        return out.toByteArray();
    }
}
