package dev.modeldock.exports;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A zip of a version's files, stored and not deflated. Sizes and checksums stand in the local headers, so that it can
 * be read as a stream too. The central directory is computed in a second walk over the manifest.
 */
final class ZipLayout implements ArchiveLayout {
    private final RootDirectory root;
    private final Iterable<ArchiveFile> manifest;
    private final Contents contents;

    ZipLayout(String root, Iterable<ArchiveFile> manifest, Contents contents) {
        this.root = new RootDirectory(root);
        this.manifest = manifest;
        this.contents = contents;
    }

    @Override
    public long length() {
        long count = 0;
        long offset = 0;
        long directory = 0;
        for (ArchiveFile file : manifest) {
            byte[] name = root.nameOf(file);
            directory = Math.addExact(directory, ZipRecords.centralLength(name, file, offset));
            offset = Math.addExact(offset, localLength(name, file));
            count++;
        }
        return Math.addExact(Math.addExact(offset, directory), ZipRecords.endLength(count, offset, directory));
    }

    @Override
    public void write(long from, long to, OutputStream out) throws IOException {
        Window window = new Window(from, to, out);
        writeFiles(window);
        if (!window.isPassed()) {
            writeDirectory(window);
        }
        window.finish();
    }

    private void writeFiles(Window window) throws IOException {
        for (ArchiveFile file : manifest) {
            if (window.isPassed()) {
                return;
            }
            byte[] name = root.nameOf(file);
            long length = localLength(name, file);
            if (window.wants(length)) {
                window.bytes(ZipRecords.local(name, file));
                window.contents(file, contents);
            } else {
                window.skip(length);
            }
        }
    }

    private void writeDirectory(Window window) throws IOException {
        long start = window.position();
        long count = 0;
        long offset = 0;
        for (ArchiveFile file : manifest) {
            if (window.isPassed()) {
                return;
            }
            byte[] name = root.nameOf(file);
            int length = ZipRecords.centralLength(name, file, offset);
            if (window.wants(length)) {
                window.bytes(ZipRecords.central(name, file, offset));
            } else {
                window.skip(length);
            }
            offset = Math.addExact(offset, localLength(name, file));
            count++;
        }
        if (offset != start) {
            throw new IOException("the manifest changed while its archive was written: files end at " + offset
                    + " and not at " + start);
        }
        window.bytes(ZipRecords.end(count, start, window.position() - start));
    }

    private static long localLength(byte[] name, ArchiveFile file) {
        return Math.addExact(file.size(), ZipRecords.localLength(name, file));
    }
}
