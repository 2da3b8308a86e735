package dev.modeldock.files;

import dev.modeldock.spi.Archive;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A tar in any packing, read in one pass from its first byte each time. */
final class TarArchive implements Archive {
    private final ContentKind kind;
    private final PackedContent content;
    private final ArchiveLimits limits;

    TarArchive(ContentKind kind, PackedContent content, ArchiveLimits limits) {
        this.kind = kind;
        this.content = content;
        this.limits = limits;
    }

    /** Look whether there is a tar in it. */
    void expectTar() throws IOException {
        ArchiveMeter meter = new ArchiveMeter(limits);
        try (InputStream packed = content.stream();
                UnpackedBytes unpacked = new UnpackedBytes(kind, packed, meter)) {
            new TarEntries(kind, unpacked, meter).expectTar();
        }
    }

    @Override
    public List<RemoteFile> files() throws SourceException, IOException, InterruptedException {
        ArchiveListing listing = new ArchiveListing();
        read(listing);
        return listing.files();
    }

    @Override
    public void read(Reader reader) throws SourceException, IOException, InterruptedException {
        try (InputStream packed = content.stream()) {
            read(kind, packed, limits, reader);
        }
    }

    static void read(ContentKind kind, InputStream packed, ArchiveLimits limits, Reader reader)
            throws SourceException, IOException, InterruptedException {
        ArchiveMeter meter = new ArchiveMeter(limits);
        ArchiveNames names = new ArchiveNames(limits.maxEntries());
        try (UnpackedBytes unpacked = new UnpackedBytes(kind, packed, meter)) {
            TarEntries entries = new TarEntries(kind, unpacked, meter);
            int files = 0;
            for (TarEntries.Entry entry = entries.next(); entry != null; entry = entries.next()) {
                files += pass(entry, entries.content(), names, reader) ? 1 : 0;
            }
            if (files == 0) {
                throw BrokenArchive.because("The tar holds no file.");
            }
        }
    }

    /** Whether the reader got something. */
    private static boolean pass(TarEntries.Entry entry, InputStream content, ArchiveNames names, Reader reader)
            throws SourceException, IOException, InterruptedException {
        return switch (entry.type()) {
            case '0' -> file(entry, content, names, reader);
            case '1' -> link(entry, names, reader, false);
            case '2' -> link(entry, names, reader, true);
            case '5', 'D' -> {
                names.directoryEntry(entry.name());
                yield false;
            }
            case 'V' -> false;
            case '3', '4' -> throw refused(entry, "a device");
            case '6' -> throw refused(entry, "a named pipe (FIFO)");
            case 'M' -> throw refused(entry, "a part of a file that began in another volume");
            default -> throw refused(entry, "of an unknown type (" + (int) entry.type() + ")");
        };
    }

    private static boolean file(TarEntries.Entry entry, InputStream content, ArchiveNames names, Reader reader)
            throws SourceException, IOException, InterruptedException {
        String path = SafePaths.check(entry.name());
        if (ArchiveNames.isLitter(path)) {
            return false;
        }
        names.file(path);
        reader.file(RemoteFile.of(path, entry.size()), content);
        return true;
    }

    private static boolean link(TarEntries.Entry entry, ArchiveNames names, Reader reader, boolean symbolic)
            throws SourceException, IOException, InterruptedException {
        String path = SafePaths.check(entry.name());
        if (ArchiveNames.isLitter(path)) {
            return false;
        }
        String target = names.target(path, entry.link(), symbolic);
        names.file(path);
        reader.link(path, target);
        return true;
    }

    private static RuntimeException refused(TarEntries.Entry entry, String what) {
        return BrokenArchive.because("The tar entry " + SafePaths.shown(entry.name()) + " is " + what
                + "; only files, directories and links to files are taken.");
    }

    @Override
    public void close() {
        // Nothing is open between two passes.
    }
}
