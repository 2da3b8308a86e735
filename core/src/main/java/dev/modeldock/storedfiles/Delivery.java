package dev.modeldock.storedfiles;

import dev.modeldock.blobs.Space;
import java.nio.file.Path;

/**
 * A whole file that is here in some other form and is to be kept.
 *
 * @param directory where it may be written on its way
 * @param room promised for it; taken over
 * @param size in bytes
 * @param sha256 of the whole when its sender told it, or empty
 */
public record Delivery(NewFile said, Path directory, Space.Reservation room, long size, String sha256) {}
