package dev.modeldock.formats;

import static dev.modeldock.formats.SafetensorsHeader.expect;

import dev.modeldock.files.ZipStructures;
import dev.modeldock.files.ZipStructures.Central;
import dev.modeldock.files.ZipStructures.Extent;
import dev.modeldock.files.ZipStructures.Header;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Lists the members of a ZIP that two readers cannot read differently, and refuses any other: the local headers must
 * agree with the central directory, and nothing may lie between, before or behind the members. It shares the
 * {@link ZipStructures} with the unpacking of archives but no rule: that one guards the disk and lets ordinary packers
 * be sloppy, this one guards whoever loads the file by another reader, and its members never become files.
 */
final class RegularZip {
    private static final int MAX_MEMBERS = 100_000;
    private static final int MAX_NAME = 1024;
    private static final String DISAGREES = " does not agree with the central directory";
    private static final int LONGEST_DESCRIPTOR = 24;
    private static final int FLAGS_TAKEN = 0x0002 | 0x0004 | ZipStructures.DESCRIPTOR_FOLLOWS | 0x0800;

    private final Region zip;
    private final List<ZipMember> members = new ArrayList<>();
    private final LongSet names = new LongSet();

    private RegularZip(Region zip) {
        this.zip = zip;
    }

    /** All members in the order of their bytes; {@link Malformed} with what is irregular. */
    static List<ZipMember> read(Region zip) throws IOException {
        RegularZip directory = new RegularZip(zip);
        RegularZipEnd end = RegularZipEnd.find(zip);
        expect(end.members() <= MAX_MEMBERS, "it has " + end.members() + " members; " + MAX_MEMBERS + " at most");
        LittleEndianReader in = new LittleEndianReader(zip.slice(end.directory(), end.directorySize()));
        for (long i = 0; i < end.members(); i++) {
            directory.member(in);
        }
        expect(in.remaining() == 0, "its central directory is longer than its members");
        directory.members.sort(Comparator.comparingLong(ZipMember::header));
        directory.checkGaps(end.directory());
        return directory.members;
    }

    private void member(LittleEndianReader in) throws IOException {
        Optional<Central> found = ZipStructures.central(buffer(in, ZipStructures.CENTRAL_LENGTH));
        expect(found.isPresent(), "its central directory is broken");
        Central central = found.get();
        Header header = central.header();
        int nameLength = header.nameLength();
        expect(central.volume() == 0, "it is split over several files");
        expect(nameLength > 0 && nameLength <= MAX_NAME, "it has a member without a name, or with a very long one");
        byte[] name = in.bytes(nameLength);
        Extent extent = header.extent().widened(buffer(in, header.extraLength()));
        in.skip(central.commentLength());
        String shown = new String(name, StandardCharsets.UTF_8);
        check(shown, header, extent);
        long data = local(name, shown, header, extent);
        members.add(new ZipMember(shown, header.method(), header.crc(), extent, data));
    }

    private static ByteBuffer buffer(LittleEndianReader in, int length) throws IOException {
        return ZipStructures.buffer(in.bytes(length));
    }

    private void check(String name, Header header, Extent extent) throws Malformed {
        String member = "its member " + SafetensorsHeader.quote(name);
        int flags = header.flags();
        int method = header.method();
        expect((flags & ~FLAGS_TAKEN) == 0, member + " is encrypted or has odd flags (0x%04x)".formatted(flags));
        boolean known = method == ZipStructures.STORED || method == ZipStructures.DEFLATED;
        expect(known, member + " is packed by method " + method + "; 0 and 8 are taken");
        boolean oneSize = extent.size() == extent.packedSize();
        expect(method == ZipStructures.DEFLATED || oneSize, member + " is stored but has two sizes");
        expect(name.indexOf(0) < 0, member + " has a NUL in its name");
        expect(names.add(name), member + " is there twice");
        boolean inside = extent.possible() && extent.offset() <= zip.size() - ZipStructures.LOCAL_LENGTH;
        expect(inside, member + " lies outside of the file");
    }

    /** Hold the local header against the central one; tells where the bytes of the member begin. */
    private long local(byte[] name, String shown, Header central, Extent extent) throws IOException {
        String member = "the local header of its member " + SafetensorsHeader.quote(shown);
        LittleEndianReader in = new LittleEndianReader(zip.slice(extent.offset(), zip.size() - extent.offset()));
        Optional<Header> found = ZipStructures.local(buffer(in, ZipStructures.LOCAL_LENGTH));
        expect(found.isPresent(), member + " is missing");
        Header local = found.get();
        boolean named = local.nameLength() == name.length && Arrays.equals(in.bytes(name.length), name);
        expect(named, member + DISAGREES);
        boolean same = local.flags() == central.flags() && local.method() == central.method();
        Extent told = local.extent().widened(buffer(in, local.extraLength()));
        expect(same && sameExtent(central, extent, local, told), member + DISAGREES);
        long data = extent.offset() + in.position();
        expect(extent.packedSize() <= zip.size() - data, member + " tells more bytes than there are");
        return data;
    }

    /** Whether the local header tells the same sizes, or none because they follow in a descriptor. */
    private static boolean sameExtent(Header central, Extent extent, Header local, Extent told) {
        boolean follows = (central.flags() & ZipStructures.DESCRIPTOR_FOLLOWS) != 0 && local.crc() == 0;
        return follows && told.packedSize() == 0 && told.size() == 0
                || local.crc() == central.crc()
                        && told.packedSize() == extent.packedSize()
                        && told.size() == extent.size();
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
