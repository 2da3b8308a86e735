package dev.modeldock.files;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of one entry of a tar: exactly as many as its header told, or the archive is cut short. */
final class TarContent extends BlockStream {
    private final InputStream in;
    private final String name;
    private final long size;
    private long left;

    TarContent(InputStream in, String name, long size) {
        this.in = in;
        this.name = name;
        this.size = size;
        this.left = size;
    }

    long size() {
        return size;
    }

    long left() {
        return left;
    }

    String shown() {
        return SafePaths.shown(name);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
            return length == 0 ? 0 : -1;
        }
        int n = in.read(into, offset, (int) Math.min(length, left));
        if (n < 0) {
            throw BrokenArchive.truncated(
                    "of the " + size + " bytes of the tar entry " + shown() + " the last " + left + " are missing");
        }
        left -= n;
        return n;
    }
}
