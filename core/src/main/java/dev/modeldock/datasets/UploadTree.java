package dev.modeldock.datasets;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The files of a dataset, as far as its layout asks for them. Directories are named with a slash at their end. */
interface UploadTree {
    boolean has(String path);

    /** The entries at the top, sorted. */
    List<String> top();

    /** Of the paths of all files. */
    static UploadTree of(Collection<String> paths) {
        NavigableSet<String> sorted = new TreeSet<>(paths);
        return new UploadTree() {
            @Override
            public boolean has(String path) {
                String next = sorted.ceiling(path);
                return next != null && (path.endsWith("/") ? next.startsWith(path) : next.equals(path));
            }

            @Override
            public List<String> top() {
                return sorted.stream()
                        .map(path -> path.substring(0, path.indexOf('/') < 0 ? path.length() : path.indexOf('/') + 1))
                        .distinct()
                        .toList();
            }
        };
    }

    /** Of a directory, whose top is read now. Names of our own in it do not count. */
    static UploadTree of(Path root) throws IOException {
        List<String> top = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!UploadNames.isReserved(name)) {
                    top.add(isDirectory(entry) ? name + "/" : name);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(top);
        return new UploadTree() {
            @Override
            public boolean has(String path) {
                Path place = root.resolve(path);
                return path.endsWith("/") ? isDirectory(place) : Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS);
            }

            @Override
            public List<String> top() {
                return top;
            }
        };
    }

    private static boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }
}
