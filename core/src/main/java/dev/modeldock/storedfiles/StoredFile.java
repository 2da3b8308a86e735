package dev.modeldock.storedfiles;

import java.time.Instant;

/**
 * A file that a user sent.
 *
 * @param id 24 hexadecimal digits
 * @param place its name in URLs: {@code f-<uuid>.<extension>}, to be guessed by nobody
 * @param name as its sender called it, never used as a path
 * @param sha256 of the blob: of its bytes, or of what they were sealed to
 * @param sealed whether the blob is encrypted, since secrets are in it
 * @param expires when it goes, unless it is needed longer
 */
public record StoredFile(
        String id,
        String place,
        String user,
        FileContext context,
        String name,
        String sha256,
        long size,
        boolean sealed,
        Instant created,
        Instant expires) {
    /** The extension of its place, in small letters. */
    public String extension() {
        return place.substring(place.indexOf('.') + 1);
    }
}
