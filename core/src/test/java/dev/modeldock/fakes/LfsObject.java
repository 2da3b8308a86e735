package dev.modeldock.fakes;

/**
 * Bytes that a pointer stands for.
 *
 * @param path under which they were committed first
 * @param content the bytes
 */
record LfsObject(String path, Content content) {
    /**
     * What a batch says of some objects instead of the truth.
     *
     * @param paths which
     * @param code of an error, or 0
     * @param message of the error
     * @param href where they are said to lie, or empty
     */
    record Trouble(Glob paths, int code, String message, String href) {}
}
