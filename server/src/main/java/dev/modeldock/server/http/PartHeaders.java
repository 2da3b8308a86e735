package dev.modeldock.server.http;

/**
 * What a part of a multipart body says of itself.
 *
 * @param name of the field
 * @param filename as the client wrote it, foreign text never to be used as a path; null when the part is no file
 * @param contentType the part's media type, or null
 */
public record PartHeaders(String name, String filename, String contentType) {
    public boolean isFile() {
        return filename != null;
    }
}
