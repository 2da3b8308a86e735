package dev.modeldock.actions.process;

/**
 * A place in what a command has said.
 *
 * @param part 0 for the beginning that is kept, else the number of a part
 * @param offset of the byte within it
 */
public record LogPlace(long part, long offset) {
    /** Before the first byte. */
    public static final LogPlace START = new LogPlace(0, 0);
}
