package dev.modeldock.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A ZIP's directory, read and checked as a whole before any entry is: names, sizes, limits, and that no two entries
 * share bytes of the archive. Keeps the heads of files and links only. What an ordinary packer may leave in an archive is
 * taken, such as bytes between two entries; the scan of weights takes less and has a reading of its own.
 */
final class ZipDirectory {
    private static final int BUFFER = 64 << 10;

    private final ZipEnd end;
    private final ArchiveMeter meter;
    private final ArchiveNames names;
    private final List<ZipHead> files = new ArrayList<>();
    private final List<ZipHead> links = new ArrayList<>();
    private final long[] starts;
    private final long[] ends;

    private ZipDirectory(ZipEnd end, ArchiveLimits limits) {
        this.end = end;
        this.meter = new ArchiveMeter(limits);
        this.names = new ArchiveNames(limits.maxEntries());
        meter.expect(end.count());
        this.starts = new long[(int) end.count()];
        this.ends = new long[(int) end.count()];
    }

    static ZipDirectory read(ZipBytes zip, ArchiveLimits limits) throws IOException {
        ZipDirectory directory = new ZipDirectory(ZipEnd.find(zip), limits);
        directory.readEntries(zip);
        directory.meter.checkDeclared(zip.size());
        directory.checkPlaces();
        return directory;
    }

    List<ZipHead> files() {
        return files;
    }

    List<ZipHead> links() {
        return links;
    }

    ArchiveNames names() {
        return names;
    }

    /** Where the next entry, or the directory, starts: no entry reaches further. */
    long limit(ZipHead entry) {
        int at = Arrays.binarySearch(starts, entry.offset());
        return at + 1 < starts.length ? starts[at + 1] : end.directoryAt();
    }

    private void readEntries(ZipBytes zip) throws IOException {
        try (InputStream in = new BufferedInputStream(zip.from(end.directoryAt(), end.directorySize()), BUFFER)) {
            for (int i = 0; i < starts.length; i++) {
                ZipHead entry = ZipHead.read(in);
                meter.entry();
                meter.declare(entry.size());
                starts[i] = entry.offset();
                ends[i] = entry.offset() + ZipStructures.LOCAL_LENGTH + entry.packedSize();
                keep(entry);
            }
            if (in.read() >= 0) {
                throw BrokenArchive.because(
                        "The ZIP's directory is broken: it is longer than the " + starts.length + " entries it tells.");
            }
        }
    }

    private void keep(ZipHead entry) {
        if (entry.type() == ZipHead.Type.DIRECTORY) {
            names.directoryEntry(entry.rawName());
            return;
        }
        String path = SafePaths.check(entry.rawName());
        if (ArchiveNames.isLitter(path)) {
            return;
        }
        if (entry.type() == ZipHead.Type.LINK) {
            links.add(entry);
        } else {
            names.file(path);
            files.add(entry);
        }
    }

    /** From the first byte to the directory, each entry in a place of its own. */
    private void checkPlaces() {
        sortByStart();
        if (starts[0] != 0) {
            throw BrokenArchive.because("The ZIP has " + starts[0]
                    + " bytes before its first entry. Send it as it was packed, without a program before it.");
        }
        for (int i = 0; i < starts.length; i++) {
            long next = i + 1 < starts.length ? starts[i + 1] : end.directoryAt();
            if (ends[i] < starts[i] || ends[i] > next) {
                throw BrokenArchive.because("Two entries of the ZIP overlap: the one at byte " + starts[i]
                        + " reaches to " + ends[i] + ", the next starts at " + next + ".");
            }
        }
    }

    private void sortByStart() {
        Integer[] order = new Integer[starts.length];
        Arrays.setAll(order, i -> i);
        long[] unsortedStarts = starts.clone();
        long[] unsortedEnds = ends.clone();
        Arrays.sort(order, (a, b) -> Long.compare(unsortedStarts[a], unsortedStarts[b]));
        for (int i = 0; i < order.length; i++) {
            starts[i] = unsortedStarts[order[i]];
            ends[i] = unsortedEnds[order[i]];
        }
    }
}
