package dev.modeldock.files;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes ZIPs field by field; an {@link Entry}'s fields may be made to lie before {@link #bytes()}. */
final class ZipMaker {
    /** What the directory tells, what the local header tells, and the bytes. */
    static final class Entry {
        String name;
        String localName;
        int flags;
        int method;
        int localMethod;
        long crc;
        long localCrc;
        long size;
        long localSize;
        long packedSize;
        long localPackedSize;
        int mode = 0100644;
        long offset = -1;
        boolean zip64;
        byte[] data;
    }

    final List<Entry> entries = new ArrayList<>();
    byte[] before = {};
    byte[] between = {};
    String comment = "";
    int extraCount;
    long directoryShift;

    ZipMaker file(String name, String text) {
        entry(name, text.getBytes(StandardCharsets.UTF_8), true);
        return this;
    }

    ZipMaker link(String name, String target) {
        entry(name, target.getBytes(StandardCharsets.UTF_8), false).mode = 0120777;
        return this;
    }

    Entry last() {
        return entries.get(entries.size() - 1);
    }

    Entry entry(String name, byte[] content, boolean deflate) {
        Entry entry = new Entry();
        entry.name = entry.localName = name;
        entry.flags = 1 << 11;
        entry.method = entry.localMethod = deflate ? 8 : 0;
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.crc = entry.localCrc = crc.getValue();
        entry.size = entry.localSize = content.length;
        entry.data = deflate ? deflated(content) : content;
        entry.packedSize = entry.localPackedSize = entry.data.length;
        entries.add(entry);
        return entry;
    }

    static byte[] deflated(byte[] content) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(before);
        for (Entry entry : entries) {
            if (entry.offset < 0) {
                entry.offset = out.size();
            }
            out.writeBytes(local(entry));
            out.writeBytes(entry.data);
            if ((entry.flags & 8) != 0) {
                out.writeBytes(le(16).putInt(0x08074B50)
                        .putInt((int) entry.crc)
                        .putInt((int) entry.packedSize)
                        .putInt((int) entry.size)
                        .array());
            }
        }
        out.writeBytes(between);
        int at = out.size();
        entries.forEach(entry -> out.writeBytes(head(entry)));
        byte[] text = comment.getBytes(StandardCharsets.UTF_8);
        int count = entries.size() + extraCount;
        out.writeBytes(le(22).putInt(0x06054B50)
                .putInt(0)
                .putShort((short) count)
                .putShort((short) count)
                .putInt(out.size() - at)
                .putInt((int) (at + directoryShift))
                .putShort((short) text.length)
                .array());
        out.writeBytes(text);
        return out.toByteArray();
    }

    private static byte[] local(Entry entry) {
        byte[] name = entry.localName.getBytes(StandardCharsets.UTF_8);
        boolean follow = (entry.flags & 8) != 0;
        ByteBuffer bytes = le(30 + name.length + (entry.zip64 ? 20 : 0));
        bytes.putInt(0x04034B50)
                .putShort((short) 45)
                .putShort((short) entry.flags)
                .putShort((short) entry.localMethod);
        bytes.putInt(0).putInt(follow ? 0 : (int) entry.localCrc);
        bytes.putInt(follow ? 0 : entry.zip64 ? -1 : (int) entry.localPackedSize);
        bytes.putInt(follow ? 0 : entry.zip64 ? -1 : (int) entry.localSize);
        bytes.putShort((short) name.length)
                .putShort((short) (entry.zip64 ? 20 : 0))
                .put(name);
        if (entry.zip64) {
            bytes.putShort((short) 1)
                    .putShort((short) 16)
                    .putLong(entry.localSize)
                    .putLong(entry.localPackedSize);
        }
        return bytes.array();
    }

    private static byte[] head(Entry entry) {
        byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = le(46 + name.length + (entry.zip64 ? 28 : 0));
        bytes.putInt(0x02014B50).putShort((short) (3 << 8 | 45)).putShort((short) 45);
        bytes.putShort((short) entry.flags)
                .putShort((short) entry.method)
                .putInt(0)
                .putInt((int) entry.crc);
        bytes.putInt(entry.zip64 ? -1 : (int) entry.packedSize).putInt(entry.zip64 ? -1 : (int) entry.size);
        bytes.putShort((short) name.length)
                .putShort((short) (entry.zip64 ? 28 : 0))
                .putShort((short) 0);
        bytes.putShort((short) 0).putShort((short) 0).putInt(entry.mode << 16);
        bytes.putInt(entry.zip64 ? -1 : (int) entry.offset).put(name);
        if (entry.zip64) {
            bytes.putShort((short) 1).putShort((short) 24).putLong(entry.size).putLong(entry.packedSize);
            bytes.putLong(entry.offset);
        }
        return bytes.array();
    }

    private static ByteBuffer le(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
