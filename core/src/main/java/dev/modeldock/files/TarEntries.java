package dev.modeldock.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The entries of a tar one after the other, extended headers resolved; strict about sizes and about the end. */
final class TarEntries {
    private static final int BUFFER = 64 << 10;
    private static final int DRAIN = 256 << 10;

    /** One entry: names as they were packed, type as in its header ({@code '0'} for any plain file). */
    record Entry(String name, char type, long size, String link) {}

    private final ContentKind kind;
    private final InputStream in;
    private final ArchiveMeter meter;
    private final byte[] block = new byte[TarHeader.BLOCK];
    private boolean started;
    private TarContent content;

    TarEntries(ContentKind kind, UnpackedBytes unpacked, ArchiveMeter meter) {
        this.kind = kind;
        this.in = new BufferedInputStream(unpacked, BUFFER);
        this.meter = meter;
    }

    /** The next entry behind the content of the one before, or null at the end of archive and stream. */
    Entry next() throws IOException, InterruptedException {
        finishContent();
        TarExtension extension = new TarExtension();
        for (TarHeader header = header(); header != null; header = header()) {
            switch (header.type()) {
                case 'x', 'X' -> extension.pax(data(header), false);
                case 'g' -> {
                    meter.entry();
                    extension.pax(data(header), true);
                }
                case 'L' -> extension.gnuName(data(header));
                case 'K' -> extension.gnuLink(data(header));
                case 'S' -> throw TarExtension.sparse();
                default -> {
                    return entry(header, extension);
                }
            }
        }
        if (!extension.isEmpty()) {
            throw BrokenArchive.truncated("its last extended header has no entry behind it");
        }
        return null;
    }

    /** What the entry holds; valid until the next one is asked for. */
    InputStream content() {
        return content;
    }

    /** Whether a tar starts here at all, an empty one included. */
    void expectTar() throws IOException {
        in.mark(TarHeader.BLOCK);
        int n = in.readNBytes(block, 0, block.length);
        in.reset();
        if (n < block.length || !(TarHeader.isHeader(block) || isZero(block, n))) {
            throw noTar();
        }
    }

    private Entry entry(TarHeader header, TarExtension extension) {
        meter.entry();
        String name = extension.nameOf(header);
        long size = extension.sizeOf(header);
        boolean plain = header.type() == 0 || header.type() == '7';
        char type = plain ? '0' : header.type();
        meter.declare(size);
        content = new TarContent(in, name, size);
        return new Entry(name, type == '0' && name.endsWith("/") ? '5' : type, size, extension.linkOf(header));
    }

    private TarHeader header() throws IOException, InterruptedException {
        if (!fillBlock()) {
            throw started ? BrokenArchive.truncated("the end-of-archive mark of the tar is missing") : noTar();
        }
        if (isZero(block, block.length)) {
            end();
            return null;
        }
        if (!TarHeader.isHeader(block)) {
            throw started ? BrokenArchive.because("A header of the tar is broken: its checksum is wrong.") : noTar();
        }
        started = true;
        return TarHeader.parse(block);
    }

    /** Two zero blocks end a tar (POSIX.1-2017, pax, "ustar Interchange Format"); more zeros may pad it. */
    private void end() throws IOException, InterruptedException {
        if (!fillBlock()) {
            throw BrokenArchive.truncated("the end-of-archive mark of the tar is only half there");
        }
        byte[] rest = new byte[DRAIN];
        boolean zero = isZero(block, block.length);
        for (int n = 0; zero && n >= 0; n = in.read(rest)) {
            zero = isZero(rest, n);
            checkInterrupt();
        }
        if (!zero) {
            throw BrokenArchive.because("Other bytes follow the end-of-archive mark of the tar.");
        }
    }

    private byte[] data(TarHeader header) throws IOException {
        if (header.size() > TarExtension.MAX_BYTES) {
            throw BrokenArchive.because("An extended header of the tar claims " + header.size() + " bytes; at most "
                    + TarExtension.MAX_BYTES + " are taken.");
        }
        int size = (int) header.size();
        byte[] data = in.readNBytes(size);
        if (data.length < size || in.readNBytes(padding(size)).length < padding(size)) {
            throw BrokenArchive.truncated("it ends within an extended header of the tar");
        }
        return data;
    }

    private void finishContent() throws IOException, InterruptedException {
        if (content == null) {
            return;
        }
        byte[] rest = new byte[content.left() > 0 ? DRAIN : 0];
        while (content.left() > 0) {
            content.read(rest, 0, rest.length);
            checkInterrupt();
        }
        int padding = padding(content.size());
        if (in.readNBytes(padding).length < padding) {
            throw BrokenArchive.truncated("it ends within the padding of the tar entry " + content.shown());
        }
        content = null;
    }

    private static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** False at the end of the stream, with not even a part of a block left. */
    private boolean fillBlock() throws IOException {
        int n = in.readNBytes(block, 0, block.length);
        if (n > 0 && n < block.length && started) {
            throw BrokenArchive.truncated("it ends within a header of the tar");
        }
        return n == block.length;
    }

    private static int padding(long size) {
        return (int) (-size & TarHeader.BLOCK - 1);
    }

    private static boolean isZero(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private RuntimeException noTar() {
        return BrokenArchive.because(
                kind == ContentKind.TAR
                        ? "The bytes are no tar."
                        : "The " + UnpackedBytes.packing(kind)
                                + " stream holds no tar. Pack the model's folder as a tar first, or send the file itself.");
    }
}
