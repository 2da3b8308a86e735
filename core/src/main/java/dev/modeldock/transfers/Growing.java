package dev.modeldock.transfers;

import java.nio.file.Path;

/** A file while it comes, for those who read what is here of it. Safe for many threads; none of it waits. */
public interface Growing {
    /** Where its bytes lie. A file that began anew is another one at the same place. */
    Path place();

    /** Changes when the file begins anew: what was read before may be wrong. */
    int beginnings();

    /**
     * Up to where all bytes from {@code position} on are here; {@code position} itself when that one is missing. No hash
     * has proven them yet.
     */
    long until(long position);
}
