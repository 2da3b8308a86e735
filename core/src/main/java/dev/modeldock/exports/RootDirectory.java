package dev.modeldock.exports;

import java.nio.charset.StandardCharsets;

/** The one directory in which all files of an archive lie, so that unpacking never scatters them; or none. */
record RootDirectory(String name) {
    RootDirectory {
        if (!name.isEmpty() && name.isBlank()
                || name.equals(".")
                || name.equals("..")
                || name.matches("(?s).*[/\\\\\0].*")) {
            throw new IllegalArgumentException("no name of a single directory: '" + name + "'");
        }
    }

    /** The file's full name within the archive, in UTF-8. */
    byte[] nameOf(ArchiveFile file) {
        return (name.isEmpty() ? file.path() : name + '/' + file.path()).getBytes(StandardCharsets.UTF_8);
    }
}
