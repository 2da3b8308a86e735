package dev.modeldock.transfers;

import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;

/** Where the streams of one file ended, against what was told of its size. Safe for many threads. */
final class Endings {
    /** A place that ends a file so often at the same byte has no more of it. */
    private static final int BELIEVED = 3;

    private final RemoteFile file;
    private long last = RemoteFile.UNKNOWN;
    private int times;
    private boolean more;

    Endings(RemoteFile file) {
        this.file = file;
    }

    /** A stream ended, and did not break off, before the file's end. */
    synchronized void early(long at) throws SourceException {
        times = at == last ? times + 1 : 1;
        last = at;
        if (times >= BELIEVED) {
            throw new SourceException(
                    SourceException.Reason.BROKEN,
                    "\"" + file.path() + "\" was promised with " + file.size() + " bytes and ends at byte " + at
                            + ", as often as it is asked for. Whoever keeps it has to put it right; import it again"
                            + " then.");
        }
    }

    /** A stream went on behind the file's end. */
    synchronized void late() {
        more = true;
    }

    synchronized boolean wentOn() {
        return more;
    }

    /** The file begins anew. */
    synchronized void forgetMore() {
        more = false;
    }
}
