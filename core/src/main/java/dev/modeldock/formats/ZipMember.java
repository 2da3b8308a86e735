package dev.modeldock.formats;

import dev.modeldock.files.ZipStructures;
import dev.modeldock.files.ZipStructures.Extent;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * A member of a {@link RegularZip}, its bytes as they lie in the file. Its check sum is compared by whoever reads it
 * through: a pickle is scanned also as far as damaged content gives it.
 *
 * @param data where its bytes begin, behind the local header
 */
record ZipMember(String name, int method, long crc, Extent extent, long data) {
    /** Of its unpacked content, in bytes. */
    long size() {
        return extent.size();
    }

    /** Where its local header begins. */
    long header() {
        return extent.offset();
    }

    /** Where it ends in the file. */
    long end() {
        return data + extent.packedSize();
    }

    boolean stored() {
        return method == ZipStructures.STORED;
    }

    Region packed(Region zip) {
        return zip.slice(data, extent.packedSize());
    }

    /** Read it unpacked. */
    InputStream open(Region zip) {
        InputStream packed = packed(zip).stream();
        return stored() ? packed : new Inflated(packed);
    }

    /** An inflating stream that frees its native memory. */
    private static final class Inflated extends InflaterInputStream {
        private Inflated(InputStream packed) {
            super(packed, new Inflater(true), 8192);
        }

        @Override
        public void close() throws IOException {
            super.close();
            inf.end();
        }
    }
}
