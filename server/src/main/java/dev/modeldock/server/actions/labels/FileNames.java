package dev.modeldock.server.actions.labels;

import dev.modeldock.server.actions.pictures.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Names of files in a directory, sorted: relative paths with {@code /} between. They are all that is held of many files.
 */
public final class FileNames {
    private static final String LABEL = ".txt";

    private FileNames() {}

    /** The images right in a directory. */
    public static List<String> images(Path directory, Runnable check) throws IOException {
        return found(directory, 1, true, check);
    }

    /** All images below a directory. */
    public static List<String> imagesBelow(Path directory, Runnable check) throws IOException {
        return found(directory, Integer.MAX_VALUE, true, check);
    }

    /** The label files right in a directory. */
    public static List<String> labels(Path directory, Runnable check) throws IOException {
        return found(directory, 1, false, check);
    }

    /** All label files below a directory. */
    public static List<String> labelsBelow(Path directory, Runnable check) throws IOException {
        return found(directory, Integer.MAX_VALUE, false, check);
    }

    /** A name without its suffix: {@code a/b.c} of {@code a/b.c.jpg}. */
    public static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') ? name.substring(0, dot) : name;
    }

    /** The last part of a name. */
    public static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static List<String> found(Path directory, int depth, boolean images, Runnable check) throws IOException {
        List<String> names = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return names;
        }
        try (Stream<Path> files = Files.walk(directory, depth)) {
            for (Iterator<Path> each = files.iterator(); each.hasNext(); ) {
                check.run();
                Path file = each.next();
                if ((images ? ImageFormat.isLabelled(file) : isLabel(file)) && Files.isRegularFile(file)) {
                    names.add(directory.relativize(file).toString().replace('\\', '/'));
                }
            }
        }
        Collections.sort(names);
        return names;
    }

    private static boolean isLabel(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(LABEL);
    }
}
