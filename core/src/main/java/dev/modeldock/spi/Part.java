package dev.modeldock.spi;

/**
 * The part of a remote file that the host asks for.
 *
 * @param offset the first byte wanted
 * @param end one past the last byte wanted, or {@link RemoteFile#UNKNOWN} for all that follow
 * @param validator what an earlier {@link RemoteContent#validator()} of this file told, or empty: a place whose bytes are
 *     others by now answers with the file from 0 on ({@code If-Range}, RFC 9110 section 13.1.5)
 */
public record Part(long offset, long end, String validator) {
    /** All of a file from an offset on, whatever was told of it before. */
    public static Part from(long offset) {
        return new Part(offset, RemoteFile.UNKNOWN, "");
    }

    /** Whether this is a whole file. */
    public boolean whole() {
        return offset == 0 && end == RemoteFile.UNKNOWN;
    }
}
