package dev.modeldock.blobs;

/**
 * The bytes of one file, known by what they are.
 *
 * @param sha256 64 lower-case hex digits
 * @param size in bytes
 * @param crc32 as ZIP has it, 0 to 2^32-1
 * @param gitSha1 git's blob id, 40 lower-case hex digits, or empty where it was not computed
 */
public record Blob(String sha256, long size, long crc32, String gitSha1) {}
