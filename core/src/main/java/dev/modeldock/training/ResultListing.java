package dev.modeldock.training;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What lies in a job's results: its files, and the directories that hold nothing else. Links and devices are left out: a
 * link may lead anywhere, and what it leads to inside is there already.
 */
final class ResultListing implements FileVisitor<Path> {
    private final Path root;
    private final List<Item> items = new ArrayList<>();
    /** For each directory that is being looked at, how many items were there when it began. */
    private final Deque<Integer> before = new ArrayDeque<>();

    private ResultListing(Path root) {
        this.root = root;
    }

    /**
     * A file, or an empty directory.
     *
     * @param name below the results, with slashes; of a directory with one at its end; empty for the results themselves
     */
    record Item(String name, Path path, long size, long modifiedNanos) {
        boolean isDirectory() {
            return name.isEmpty() || name.endsWith("/");
        }

        /** Whether a file is what it was when it was listed. */
        boolean isAs(BasicFileAttributes now) {
            return now.isRegularFile() && now.size() == size && nanos(now) == modifiedNanos;
        }
    }

    /** In the order of their names. What goes away meanwhile is not there. */
    static List<Item> list(Path root) throws IOException {
        ResultListing found = new ResultListing(root);
        Files.walkFileTree(root, found);
        found.items.sort(Comparator.comparing(Item::name));
        return found.items;
    }

    /** The files alone. */
    static List<Item> files(Path root) throws IOException {
        return list(root).stream().filter(item -> !item.isDirectory()).toList();
    }

    private static long nanos(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    }

    private String name(Path path) {
        return StreamSupport.stream(root.relativize(path).spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/"));
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        before.push(items.size());
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            items.add(new Item(name(file), file, attributes.size(), nanos(attributes)));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        return unlessGone(failure);
    }

    private static FileVisitResult unlessGone(IOException failure) throws IOException {
        if (failure != null && !(failure instanceof NoSuchFileException)) {
            throw failure;
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
        if (before.pop() == items.size()) {
            String name = name(directory);
            items.add(new Item(name.isEmpty() ? "" : name + "/", directory, 0, 0));
        }
        return unlessGone(failure);
    }
}
