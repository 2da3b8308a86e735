package dev.modeldock.server.actions.classifier;

import dev.modeldock.server.actions.pictures.ImageFormat;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the images of a dataset lie: in {@code images} (or whatever the one directory is called that begins so) a folder for
 * each class; or there {@code train} and maybe {@code val} and {@code test}, with the folders of classes in them.
 */
record ClassFolders(Path dataset) {
    private static final Set<String> VALIDATION = Set.of("val", "valid", "validation");
    private static final String TRAIN = "train";
    private static final String TEST = "test";
    private static final String ORDER = "classes.txt";

    /** A class and where its images are. */
    record Folder(String name, Path path) {}

    /** What is to be trained with. */
    List<Folder> training() throws ActionException, IOException {
        return classes(isSplit() ? images().resolve(TRAIN) : images());
    }

    /** What is to be validated with when it is part of the same dataset; none when it is not. */
    List<Folder> validation() throws ActionException, IOException {
        if (!isSplit()) {
            return List.of();
        }
        for (Path each : directories(images())) {
            if (VALIDATION.contains(name(each))) {
                return classes(each);
            }
        }
        return List.of();
    }

    /** What this dataset is judged by when it is there for that alone: {@code val}, else {@code test}, else all. */
    List<Folder> judging() throws ActionException, IOException {
        List<Folder> own = validation();
        boolean tested = own.isEmpty() && isSplit() && Files.isDirectory(images().resolve(TEST));
        return tested ? classes(images().resolve(TEST)) : own.isEmpty() ? training() : own;
    }

    /** The one directory of images. */
    Path images() throws ActionException, IOException {
        List<Path> found = directories(dataset).stream()
                .filter(each -> name(each).startsWith("images"))
                .toList();
        if (found.size() != 1) {
            throw new ActionException("The dataset " + name(dataset) + " has " + found.size()
                    + " directories whose names begin with \"images\"; expected is one, with a folder of images for each"
                    + " class in it: images/<class>/….");
        }
        return found.get(0);
    }

    /** A class may be called "train": then images lie in it, and not folders. */
    private boolean isSplit() throws ActionException, IOException {
        List<Path> all = directories(images());
        boolean named = all.stream()
                .map(ClassFolders::name)
                .allMatch(name -> name.equals(TRAIN) || name.equals(TEST) || VALIDATION.contains(name));
        Path train = images().resolve(TRAIN);
        return named && Files.isDirectory(train) && !directories(train).isEmpty();
    }

    private List<Folder> classes(Path parent) throws ActionException, IOException {
        List<Folder> all = directories(parent).stream()
                .map(path -> new Folder(name(path), path))
                .toList();
        if (all.isEmpty()) {
            throw new ActionException("The dataset " + name(dataset) + " has no folders in "
                    + Example.slashed(dataset.relativize(parent))
                    + "; expected is one for each class, with its images in it: images/<class>/….");
        }
        Path order = dataset.resolve(ORDER);
        return Files.isRegularFile(order, LinkOption.NOFOLLOW_LINKS) ? ordered(all, lines(order)) : all;
    }

    private List<Folder> ordered(List<Folder> all, List<String> names) throws ActionException {
        for (Folder each : all) {
            if (!names.contains(each.name())) {
                throw new ActionException("The folder " + Example.slashed(dataset.relativize(each.path()))
                        + " is of no class that classes.txt names. Name it there, or take the folder out.");
            }
        }
        return names.stream()
                .distinct()
                .flatMap(name -> all.stream().filter(each -> each.name().equals(name)))
                .toList();
    }

    private List<String> lines(Path order) throws ActionException, IOException {
        if (Files.size(order) > 1 << 20) {
            throw new ActionException("classes.txt has more than a mebibyte; expected is a line for each class.");
        }
        return new String(Files.readAllBytes(order), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** The images below a folder, in the order of their names. */
    static List<Example> images(Path folder, int label) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> names = files.filter(ClassFolders::isImage)
                    .map(file -> Example.slashed(folder.relativize(file)))
                    .sorted()
                    .collect(Collectors.toCollection(ArrayList::new));
            return names.stream().map(name -> new Example(folder, name, label)).toList();
        }
    }

    private static boolean isImage(Path file) {
        return ImageFormat.isImage(file)
                && !name(file).startsWith(".")
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static List<Path> directories(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> each = Files.list(parent)) {
            return each.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path -> !name(path).startsWith("."))
                    .sorted(java.util.Comparator.comparing(ClassFolders::name))
                    .toList();
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
