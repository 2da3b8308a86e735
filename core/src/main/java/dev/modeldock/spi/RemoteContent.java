package dev.modeldock.spi;

import java.io.InputStream;

/**
 * Bytes of a remote file on their way; the host closes the stream.
 *
 * @param offset the place in the file of the stream's first byte: the offset asked for, or 0 when the place cannot skip
 */
public record RemoteContent(InputStream stream, long offset) {}
