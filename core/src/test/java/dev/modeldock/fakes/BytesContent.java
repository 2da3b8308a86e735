package dev.modeldock.fakes;

import java.io.IOException;
import java.io.OutputStream;

/** Content held in memory. */
final class BytesContent extends Content {
    private final byte[] bytes;

    BytesContent(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void write(long from, long length, OutputStream out) throws IOException {
        out.write(bytes, (int) from, (int) length);
    }
}
