package dev.modeldock.hub;

import java.nio.charset.StandardCharsets;

/** What stands in a version's tree. */
public sealed interface HubEntry {
    String path();

    /** Git's hash: of a large file that of its pointer. */
    String oid();

    /**
     * A file.
     *
     * @param size of its content, in bytes
     * @param sha256 of its content
     * @param pointerSize of a large file's pointer, in bytes; 0 of any other
     */
    record File(String path, String oid, long size, String sha256, int pointerSize) implements HubEntry {
        /** One that git has a pointer to. */
        static File large(String path, long size, String sha256) {
            byte[] pointer = LargeFiles.pointer(sha256, size).getBytes(StandardCharsets.US_ASCII);
            return new File(path, LargeFiles.gitSha1(pointer), size, sha256, pointer.length);
        }

        /** Whether git has a pointer in its place. */
        public boolean isLarge() {
            return pointerSize > 0;
        }

        /** By what clients tell its content: git's hash, of a large file its SHA-256. */
        public String etag() {
            return isLarge() ? sha256 : oid;
        }
    }

    /** A directory. */
    record Directory(String path, String oid) implements HubEntry {}
}
