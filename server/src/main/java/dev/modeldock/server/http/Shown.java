package dev.modeldock.server.http;

import java.util.regex.Pattern;

/** Foreign text as a sentence may show it: short, and without control characters. */
public final class Shown {
    private static final int MAX = 80;
    private static final Pattern LOGIN = Pattern.compile(
            "(?i)(/(?:l|%[46]c)(?:o|%[46]f)(?:g|%[46]7)(?:i|%[46]9)(?:n|%[46]e)[^/]*/+).+", Pattern.DOTALL);

    private Shown() {}

    /** A path as logs and sentences may show it: without the key that stands behind TAO's login, however that is spelt. */
    static String path(String path) {
        return LOGIN.matcher(path).replaceFirst("$1…");
    }

    public static String text(String foreign) {
        String flat = foreign.replaceAll("\\p{Cntrl}", "?");
        return flat.length() <= MAX ? flat : flat.substring(0, MAX) + "…";
    }
}
