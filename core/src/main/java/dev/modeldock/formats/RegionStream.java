package dev.modeldock.formats;

import java.io.IOException;
import java.io.InputStream;

/** A region from its start to its end. */
final class RegionStream extends InputStream {
    private final Region region;
    private long at;

    RegionStream(Region region) {
        this.region = region;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = region.read(at, into, offset, length);
        if (count > 0) {
            at += count;
        }
        return count;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.max(0, Math.min(count, region.size() - at));
        at += skipped;
        return skipped;
    }
}
