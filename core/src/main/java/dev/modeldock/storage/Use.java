package dev.modeldock.storage;

/**
 * How the room of the dock is used, in bytes.
 *
 * @param quota most that it may use; 0 for no limit
 * @param used by blobs and staging
 * @param reserved promised to work under way and not used yet
 * @param free on the disk
 * @param available could still be promised
 * @param blobs how many different files are kept
 * @param blobBytes what they take
 * @param versionBytes what all versions of all models would take if each kept its own files
 * @param versions how many there are
 */
public record Use(
        long quota,
        long used,
        long reserved,
        long free,
        long available,
        long blobs,
        long blobBytes,
        long versionBytes,
        long versions) {
    /** What keeping equal files once saves among the versions of models, at least: blobs are of other things too. */
    public long saved() {
        return Math.max(0, versionBytes - blobBytes);
    }
}
