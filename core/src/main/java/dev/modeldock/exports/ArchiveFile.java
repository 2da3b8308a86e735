package dev.modeldock.exports;

/**
 * One file of a version as an archive needs it.
 *
 * @param path relative, UTF-8, with {@code /} between names; in a tar, one that ends so is an empty directory
 * @param size in bytes
 * @param crc32 of the bytes, as ZIP has it; a tar needs none
 * @param sha256 of the bytes, under which they are stored; or whatever else the {@link Contents} know them by
 */
public record ArchiveFile(String path, long size, long crc32, String sha256) {
    public ArchiveFile {
        if (path.isEmpty() || size < 0 || crc32 < 0 || crc32 > 0xFFFFFFFFL) {
            throw new IllegalArgumentException(
                    "no file of an archive: path '" + path + "', size " + size + ", crc32 " + crc32);
        }
    }
}
