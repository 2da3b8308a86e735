package dev.modeldock.transfers;

import dev.modeldock.blobs.Blob;
import dev.modeldock.spi.RemoteFile;
import java.io.IOException;
import java.nio.file.Path;

/** Where fetched files go, and who counts them. Called on several threads at once. */
public interface Target {
    /** Where the bytes of a file lie while they come; the same after a restart. */
    Path place(RemoteFile file) throws IOException;

    /** Whether it is still to be fetched; false when its bytes were found elsewhere meanwhile. */
    boolean wanted(RemoteFile file);

    /** So many bytes of the disk are about to be taken. Throws when there is no room for them. */
    void takes(long bytes);

    /** So many bytes of the disk are free again that had been taken, now or before a restart. */
    void frees(long bytes);

    /** So many bytes came over the network. Throws to stop. */
    void moved(long bytes);

    /** So many bytes of a file lay on the disk already, from an attempt before this one. */
    void found(long bytes);

    /** Where the store keeps such content, whether it has it yet or not. */
    Path home(Blob blob);

    /** So many bytes were taken over from another transfer that had just brought them. */
    void shared(long bytes);

    /** So many bytes that had come, or had been found, are of no use. */
    void dropped(long bytes);

    /** A pull has begun; it can be asked to hurry until it is over. */
    default void pulling(Hurrying pull) {}

    /** A file begins to come, or goes on to. */
    default void grows(RemoteFile file, Growing growing) {}

    /** A file is complete, and is what was promised. */
    void arrived(RemoteFile file, Path place, Blob blob) throws IOException, InterruptedException;
}
