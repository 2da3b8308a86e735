package dev.modeldock.formats;

import static dev.modeldock.formats.SafetensorsHeader.expect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Lists the members of a ZIP (APPNOTE.TXT 6.3.9), and refuses one that two readers could read differently: the local
 * headers must agree with the central directory, and nothing may lie between, before or behind the members.
 */
final class ZipDirectory {
    private static final int MAX_MEMBERS = 100_000;
    private static final int MAX_NAME = 1024;
    private static final int LONGEST_DESCRIPTOR = 24;
    private static final int FLAGS_TAKEN = 0x0002 | 0x0004 | 0x0008 | 0x0800;

    private final Region zip;
    private final List<ZipMember> members = new ArrayList<>();
    private final LongSet names = new LongSet();

    private ZipDirectory(Region zip) {
        this.zip = zip;
    }

    /** All members in the order of their bytes; {@link Malformed} with what is irregular. */
    static List<ZipMember> read(Region zip) throws IOException {
        ZipDirectory directory = new ZipDirectory(zip);
        ZipEnd end = ZipEnd.find(zip);
        expect(end.members() <= MAX_MEMBERS, "it has " + end.members() + " members; " + MAX_MEMBERS + " at most");
        ByteReader in = new ByteReader(zip.slice(end.directory(), end.directorySize()));
        for (long i = 0; i < end.members(); i++) {
            directory.member(in);
        }
        expect(in.remaining() == 0, "its central directory is longer than its members");
        directory.members.sort(Comparator.comparingLong(ZipMember::header));
        directory.checkGaps(end.directory());
        return directory.members;
    }

    private void member(ByteReader in) throws IOException {
        expect(in.u32() == 0x02014b50L, "its central directory is broken");
        in.skip(4);
        int flags = in.u16();
        int method = in.u16();
        in.skip(4);
        long crc = in.u32();
        long packed = in.u32();
        long size = in.u32();
        int nameLength = in.u16();
        int extraLength = in.u16();
        int commentLength = in.u16();
        expect(in.u16() == 0, "it is split over several files");
        in.skip(6);
        long header = in.u32();
        expect(nameLength > 0 && nameLength <= MAX_NAME, "it has a member without a name, or with a very long one");
        byte[] name = in.bytes(nameLength);
        long[] wide = ZipEnd.widen(in.bytes(extraLength), size, packed, header);
        in.skip(commentLength);
        String shown = new String(name, StandardCharsets.UTF_8);
        check(shown, flags, method, wide);
        long data = local(name, new ZipMember(shown, flags, method, crc, wide[1], wide[0], wide[2], 0));
        members.add(new ZipMember(shown, flags, method, crc, wide[1], wide[0], wide[2], data));
    }

    private void check(String name, int flags, int method, long[] wide) throws Malformed {
        String member = "its member " + SafetensorsHeader.quote(name);
        expect((flags & ~FLAGS_TAKEN) == 0, member + " is encrypted or has odd flags (0x%04x)".formatted(flags));
        expect(method == 0 || method == 8, member + " is packed by method " + method + "; 0 and 8 are taken");
        expect(method == 8 || wide[0] == wide[1], member + " is stored but has two sizes");
        expect(name.indexOf(0) < 0, member + " has a NUL in its name");
        expect(names.add(name), member + " is there twice");
        boolean inside = wide[0] >= 0 && wide[1] >= 0 && wide[2] >= 0 && wide[2] <= zip.size() - 30;
        expect(inside, member + " lies outside of the file");
    }

    /** Hold the local header against the central one; tells where the bytes of the member begin. */
    private long local(byte[] name, ZipMember central) throws IOException {
        String member = "the local header of its member " + SafetensorsHeader.quote(central.name());
        ByteReader in = new ByteReader(zip.slice(central.header(), zip.size() - central.header()));
        expect(in.u32() == 0x04034b50L, member + " is missing");
        in.skip(2);
        boolean same = in.u16() == central.flags() && in.u16() == central.method();
        in.skip(4);
        long crc = in.u32();
        long packed = in.u32();
        long size = in.u32();
        int nameLength = in.u16();
        int extraLength = in.u16();
        same &= nameLength == name.length && Arrays.equals(in.bytes(nameLength), name);
        long[] wide = ZipEnd.widen(in.bytes(extraLength), size, packed, 0);
        boolean later = (central.flags() & 8) != 0 && crc == 0 && packed == 0 && size == 0;
        boolean laterWide = (central.flags() & 8) != 0 && crc == 0 && wide[0] == 0 && wide[1] == 0;
        same &= later
                || laterWide
                || crc == central.crc() && wide[1] == central.packedSize() && wide[0] == central.size();
        expect(same, member + " does not agree with the central directory");
        long data = central.header() + in.position();
        expect(central.packedSize() <= zip.size() - data, member + " tells more bytes than there are");
        return data;
    }

    private void checkGaps(long directory) throws Malformed {
        long end = 0;
        for (ZipMember member : members) {
            expect(member.header() >= end, "two of its members overlap");
            boolean gap = end == 0 ? member.header() > 0 : member.header() - end > LONGEST_DESCRIPTOR;
            expect(!gap, "bytes that belong to no member lie before " + SafetensorsHeader.quote(member.name()));
            end = member.end();
        }
        expect(end <= directory && directory - end <= LONGEST_DESCRIPTOR, "bytes lie before its central directory");
    }
}
