package dev.modeldock.exports;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A tar of a version's files. Mode, owner and time are the same for all, so equal files make equal bytes. It ends with
 * the two zero blocks that POSIX asks for and is not padded further.
 */
final class TarLayout implements ArchiveLayout {
    private static final int END = 2 * TarPreamble.BLOCK;

    private final RootDirectory root;
    private final Iterable<ArchiveFile> manifest;
    private final Contents contents;

    TarLayout(String root, Iterable<ArchiveFile> manifest, Contents contents) {
        this.root = new RootDirectory(root);
        this.manifest = manifest;
        this.contents = contents;
    }

    @Override
    public long length() {
        long length = END;
        for (ArchiveFile file : manifest) {
            length = Math.addExact(length, lengthOf(file, headerOf(file)));
        }
        return length;
    }

    @Override
    public void write(long from, long to, OutputStream out) throws IOException {
        Window window = new Window(from, to, out);
        for (ArchiveFile file : manifest) {
            if (window.isPassed()) {
                break;
            }
            TarPreamble header = headerOf(file);
            long length = lengthOf(file, header);
            if (window.wants(length)) {
                window.bytes(header.bytes());
                window.contents(file, contents);
                window.bytes(new byte[TarPreamble.padding(file.size())]);
            } else {
                window.skip(length);
            }
        }
        window.bytes(new byte[END]);
        window.finish();
    }

    private TarPreamble headerOf(ArchiveFile file) {
        return new TarPreamble(root.nameOf(file), file.size());
    }

    private static long lengthOf(ArchiveFile file, TarPreamble header) {
        long body = Math.addExact(file.size(), TarPreamble.padding(file.size()));
        return Math.addExact(header.length(), body);
    }
}
