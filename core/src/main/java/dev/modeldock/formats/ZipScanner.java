package dev.modeldock.formats;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/**
 * Scans the members of a ZIP. Whatever is irregular counts as dangerous: another reader (torch has its own) may see
 * members there that this one does not.
 */
final class ZipScanner {
    private static final int MAX_IN_MEMORY = 8 << 20;
    private static final long MAX_UNPACKED = 1L << 30;

    private final Region zip;
    private final PickleFindings findings;
    private final int depth;

    ZipScanner(Region zip, PickleFindings findings, int depth) {
        this.zip = zip;
        this.findings = findings;
        this.depth = depth;
    }

    /** Scan all members; false when there is no pickle in any. */
    boolean scan(boolean named) throws IOException {
        List<ZipMember> members;
        try {
            members = RegularZip.read(zip);
        } catch (Malformed e) {
            findings.problem("its ZIP is irregular: " + e.getMessage());
            return true;
        }
        boolean any = false;
        for (ZipMember member : members) {
            any |= scanMember(member);
        }
        return any || named;
    }

    private boolean scanMember(ZipMember member) throws IOException {
        PickleFindings inside = new PickleFindings();
        boolean any;
        try {
            if (member.stored()) {
                any = PickleScanner.scanInner(member.packed(zip), member.name(), inside, depth + 1);
            } else if (member.size() <= MAX_IN_MEMORY) {
                any = PickleScanner.scanInner(Region.of(unpacked(member)), member.name(), inside, depth + 1);
            } else {
                any = scanLarge(member, inside);
            }
            if (any) {
                findings.addAll(inside);
                checkSum(member);
            }
        } catch (ZipException | Malformed e) {
            findings.addAll(inside);
            return problem(member, "cannot be unpacked: " + e.getMessage());
        }
        return any;
    }

    private byte[] unpacked(ZipMember member) throws IOException {
        try (InputStream in = member.open(zip)) {
            byte[] bytes = in.readNBytes((int) member.size() + 1);
            if (bytes.length != member.size()) {
                throw new Malformed("it does not have the size that is told");
            }
            return bytes;
        } catch (EOFException e) {
            throw new Malformed("it ends too early");
        }
    }

    /** Packed and too large for the memory: it is walked from its start as a stream, and cannot be an archive. */
    private boolean scanLarge(ZipMember member, PickleFindings inside) throws IOException {
        byte[] head;
        try (InputStream in = member.open(zip)) {
            head = in.readNBytes(128 * 1024);
        } catch (EOFException e) {
            throw new Malformed("it ends too early");
        }
        boolean objects = Magic.isNpy(head) && NpyHeader.holdsObjects(Region.of(head));
        if (Magic.isZip(head) || objects || Magic.opaqueArchive(head) != null) {
            return problem(member, "is packed and larger than " + MAX_IN_MEMORY + " bytes, so it is not looked into");
        }
        try (InputStream in = member.open(zip)) {
            PickleAttempt attempt =
                    PickleAttempt.in(new LittleEndianReader(in, member.size()), PickleWalker.MAX_OPCODES);
            if (attempt.convinces(PickleScanner.namedLikePickle(member.name()), true)) {
                inside.addAll(attempt.findings());
                return true;
            }
            return inside.addDangerous(attempt.findings());
        } catch (EOFException e) {
            throw new Malformed("it ends too early");
        }
    }

    /** A pickle whose check sum is wrong is refused by some readers and loaded by others. */
    private void checkSum(ZipMember member) throws IOException {
        if (member.size() > MAX_UNPACKED) {
            problem(member, "is larger than " + MAX_UNPACKED + " bytes, so its check sum is not computed");
            return;
        }
        CRC32 crc = new CRC32();
        long size = 0;
        byte[] buffer = new byte[16 * 1024];
        try (InputStream in = member.open(zip)) {
            int count;
            while (size <= member.size() && (count = in.read(buffer)) > 0) {
                crc.update(buffer, 0, count);
                size += count;
            }
        } catch (EOFException e) {
            throw new Malformed("it ends too early");
        }
        if (size != member.size() || crc.getValue() != member.crc()) {
            problem(member, "has another size or check sum than is told");
        }
    }

    private boolean problem(ZipMember member, String what) {
        findings.problem("its member " + SafetensorsHeader.quote(member.name()) + " " + what);
        return true;
    }
}
