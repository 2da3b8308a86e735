package dev.modeldock.server.it;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes ZIP archives byte by byte, so that their two directories can disagree. */
final class HostileZip {
    /** What the local header and what the central directory say of one entry, and its bytes. */
    static final class Entry {
        String localName;
        String centralName;
        int localMethod;
        int centralMethod;
        long localSize;
        long centralSize;
        long localPacked;
        long centralPacked;
        long localCrc;
        long centralCrc;
        int externalAttributes;
        int flags = 0x800;
        long offset = -1;
        byte[] packed;

        private Entry(String name, byte[] content, boolean deflate) {
            localName = name;
            centralName = name;
            packed = deflate ? deflated(content) : content;
            localMethod = deflate ? 8 : 0;
            centralMethod = localMethod;
            localSize = content.length;
            centralSize = content.length;
            localPacked = packed.length;
            centralPacked = packed.length;
            CRC32 crc = new CRC32();
            crc.update(content);
            localCrc = crc.getValue();
            centralCrc = localCrc;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private long claimedEntries = -1;

    /** Starts with a whole tiny-bert, so that only what is added can be the reason for a refusal. */
    static HostileZip withModel() {
        HostileZip zip = new HostileZip();
        TinyModels.files("tiny-bert").forEach((name, content) -> zip.stored(name, content));
        return zip;
    }

    static Entry entry(String name, byte[] content) {
        return new Entry(name, content, false);
    }

    static Entry deflatedEntry(String name, byte[] content) {
        return new Entry(name, content, true);
    }

    HostileZip stored(String name, byte[] content) {
        return add(entry(name, content));
    }

    HostileZip add(Entry entry) {
        entries.add(entry);
        return this;
    }

    /** The end of the central directory claims this many entries. */
    HostileZip claim(long count) {
        claimedEntries = count;
        return this;
    }

    byte[] end() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            if (entry.packed != null) {
                if (entry.offset < 0) {
                    entry.offset = out.size();
                }
                out.writeBytes(local(entry));
                out.writeBytes(entry.packed);
            }
        }
        int start = out.size();
        entries.forEach(entry -> out.writeBytes(central(entry)));
        int length = out.size() - start;
        int count = (int) Math.min(0xffff, claimedEntries < 0 ? entries.size() : claimedEntries);
        out.writeBytes(room(22).putInt(0x06054b50)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) count)
                .putShort((short) count)
                .putInt(length)
                .putInt(start)
                .putShort((short) 0)
                .array());
        return out.toByteArray();
    }

    private static byte[] local(Entry entry) {
        byte[] name = name(entry.localName);
        return room(30 + name.length)
                .putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) entry.flags)
                .putShort((short) entry.localMethod)
                .putInt(0x00210000)
                .putInt((int) entry.localCrc)
                .putInt((int) entry.localPacked)
                .putInt((int) entry.localSize)
                .putShort((short) name.length)
                .putShort((short) 0)
                .put(name)
                .array();
    }

    private static byte[] central(Entry entry) {
        byte[] name = name(entry.centralName);
        return room(46 + name.length)
                .putInt(0x02014b50)
                .putShort((short) (3 << 8 | 20))
                .putShort((short) 20)
                .putShort((short) entry.flags)
                .putShort((short) entry.centralMethod)
                .putInt(0x00210000)
                .putInt((int) entry.centralCrc)
                .putInt((int) entry.centralPacked)
                .putInt((int) entry.centralSize)
                .putShort((short) name.length)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(entry.externalAttributes)
                .putInt((int) entry.offset)
                .put(name)
                .array();
    }

    private static ByteBuffer room(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] deflated(byte[] content) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[65_536];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }
}
