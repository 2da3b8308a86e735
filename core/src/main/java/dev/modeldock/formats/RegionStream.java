package dev.modeldock.formats;

import dev.modeldock.files.BlockStream;
import java.io.IOException;

/** A region from its start to its end. */
final class RegionStream extends BlockStream {
    private final Region region;
    private long at;

    RegionStream(Region region) {
        this.region = region;
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
