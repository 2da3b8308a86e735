package dev.modeldock.server.http;

/** Foreign text as a sentence may show it: short, and without control characters. */
public final class Shown {
    private static final int MAX = 80;

    private Shown() {}

    /** A path as the log may show it: without the key that TAO's login has in it. */
    static String path(String path) {
        return path.replaceFirst("(?i)(/api/+v1/+login/+)[^/]+", "$1…");
    }

    public static String text(String foreign) {
        String flat = foreign.replaceAll("\\p{Cntrl}", "?");
        return flat.length() <= MAX ? flat : flat.substring(0, MAX) + "…";
    }
}
