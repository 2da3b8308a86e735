package dev.modeldock.server.actions.labels;

import dev.modeldock.spi.ActionException;

/** How many names of classes are held at most, of any dataset. For one thread at a time. */
public final class ClassBound {
    /** With so many, what was taken for the class is none. */
    public static final int MOST = 100_000;

    private static final int MOST_CHARS = 8 << 20;

    private int count;
    private long chars;

    /** @throws ActionException when this one is too many; each name is to come once */
    public void add(String name) throws ActionException {
        count++;
        chars += name.length();
        if (count > MOST || chars > MOST_CHARS) {
            throw new ActionException("There are more than " + (count > MOST ? MOST + " classes" : "8 MiB of classes")
                    + " of objects. In a label file the first column is the class; see whether it is.");
        }
    }
}
