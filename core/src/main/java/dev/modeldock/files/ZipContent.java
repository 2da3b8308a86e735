package dev.modeldock.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The bytes of one entry of a ZIP: exactly as many as the directory told, with the CRC-32 that it told. */
final class ZipContent extends BlockStream {
    private static final int BUFFER = 128 << 10;

    private final ZipHead entry;
    private final InputStream packed;
    private final Inflater inflater;
    private final byte[] buffer;
    private final CRC32 crc = new CRC32();
    private long left;
    private boolean checked;

    ZipContent(ZipHead entry, InputStream packed) {
        this.entry = entry;
        this.packed = packed;
        this.left = entry.size();
        boolean deflated = entry.method() == ZipStructures.DEFLATED;
        this.inflater = deflated ? new Inflater(true) : null;
        this.buffer = new byte[deflated ? (int) Math.max(1, Math.min(BUFFER, entry.packedSize())) : 0];
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            checkEnd();
            return -1;
        }
        int wanted = (int) Math.min(length, left);
        int n = inflater == null ? packed.read(into, offset, wanted) : inflate(into, offset, wanted);
        if (n < 0) {
            throw broken("unpacks to " + left + " bytes less than the directory tells");
        }
        crc.update(into, offset, n);
        left -= n;
        if (left == 0) {
            checkEnd();
        }
        return n;
    }

    /** -1 at the end of the deflate stream. */
    private int inflate(byte[] into, int offset, int length) throws IOException {
        try {
            int n = inflater.inflate(into, offset, length);
            while (n == 0 && !inflater.finished()) {
                if (inflater.needsDictionary()) {
                    throw broken("asks for a dictionary");
                }
                refill();
                n = inflater.inflate(into, offset, length);
            }
            return n == 0 ? -1 : n;
        } catch (DataFormatException e) {
            throw BrokenArchive.because(
                    "The ZIP entry " + SafePaths.shown(entry.rawName())
                            + " is broken: its deflate stream makes no sense.",
                    e);
        }
    }

    private void refill() throws IOException {
        int read = packed.read(buffer, 0, buffer.length);
        if (read < 0) {
            throw broken("has a deflate stream that ends too early");
        }
        inflater.setInput(buffer, 0, read);
    }

    private void checkEnd() throws IOException {
        if (checked) {
            return;
        }
        checked = true;
        if (inflater != null) {
            if (inflate(new byte[1], 0, 1) > 0) {
                throw broken("unpacks to more than the " + entry.size() + " bytes that the directory tells");
            }
            if (inflater.getRemaining() > 0 || packed.read() >= 0) {
                throw broken("has bytes behind its deflate stream");
            }
        }
        if (crc.getValue() != entry.crc()) {
            throw broken("has another CRC-32 than the directory tells");
        }
    }

    private RuntimeException broken(String fault) {
        return BrokenArchive.because("The ZIP entry " + SafePaths.shown(entry.rawName()) + " " + fault
                + ". Upload it again, or pack it again.");
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
        }
    }
}
