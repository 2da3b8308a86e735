package dev.modeldock.formats;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** A member of a ZIP, its bytes as they lie in the file. */
record ZipMember(String name, int flags, int method, long crc, long packedSize, long size, long header, long data) {
    /** Where it ends in the file. */
    long end() {
        return data + packedSize;
    }

    boolean stored() {
        return method == 0;
    }

    Region packed(Region zip) {
        return zip.slice(data, packedSize);
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
