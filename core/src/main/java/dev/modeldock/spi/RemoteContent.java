package dev.modeldock.spi;

import java.io.InputStream;

/**
 * Bytes of a remote file on their way; the host closes the stream.
 *
 * @param offset the place in the file of the stream's first byte: the offset asked for, or 0 when the place cannot skip
 * @param validator what tells these bytes from others at the same place, such as a strong ETag; comes back in the next
 *     {@link Part#validator()} of the file. Empty when the place tells none
 */
public record RemoteContent(InputStream stream, long offset, String validator) {
    /** Content of a place that tells no validator. */
    public RemoteContent(InputStream stream, long offset) {
        this(stream, offset, "");
    }
}
