package dev.modeldock.imports;

import dev.modeldock.files.Wildcard;

/**
 * A pattern for paths as clients of hubs know them: a {@link Wildcard} over the whole path, so that {@code *} stands for slashes
 * too; a pattern that ends in a slash means all below it.
 */
record PathPattern(String text) {
    boolean matches(String path) {
        String pattern = text.endsWith("/") ? text + "*" : text;
        return new Wildcard(pattern, Wildcard.Dialect.FNMATCH).matches(path);
    }
}
