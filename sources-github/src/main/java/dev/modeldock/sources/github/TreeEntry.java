package dev.modeldock.sources.github;

import dev.modeldock.spi.RemoteFile;
import java.util.regex.Pattern;

/**
 * One line of a commit's list of files, as the API tells it.
 *
 * @param mode six octal digits, as git has them
 * @param size in bytes, or {@link RemoteFile#UNKNOWN}; of a Git LFS file that of its pointer
 * @param sha of the blob
 */
record TreeEntry(String path, String mode, long size, String sha) {
    private static final Pattern BLOB_ID = Pattern.compile("[0-9a-f]{40}");

    /** Whether it is a file, and neither a link nor a directory nor another repository. */
    boolean file() {
        return mode.startsWith("100");
    }

    /** What is promised of it. A small file may be an LFS pointer: nothing is known of what it points to. */
    RemoteFile promise() {
        return size < LfsPointer.LONGEST || !BLOB_ID.matcher(sha).matches()
                ? RemoteFile.of(path, RemoteFile.UNKNOWN)
                : RemoteFile.of(path, size).withGitSha1(sha);
    }
}
