package dev.modeldock.imports;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.RemoteFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which of a snapshot's files are wanted, and why. */
record Selection(List<String> include, List<String> exclude) {
    /** Whether a file is taken, and the pattern that says so. */
    record Choice(boolean taken, String why) {}

    Choice of(String path) {
        Optional<String> excluded = first(exclude, path);
        if (excluded.isPresent()) {
            return new Choice(false, "matches exclude " + excluded.get());
        }
        if (include.isEmpty()) {
            return new Choice(true, "all files are taken");
        }
        return first(include, path)
                .map(pattern -> new Choice(true, "matches include " + pattern))
                .orElse(new Choice(false, "matches no include"));
    }

    private static Optional<String> first(List<String> patterns, String path) {
        return patterns.stream()
                .filter(pattern -> new PathPattern(pattern).matches(path))
                .findFirst();
    }

    boolean takes(String path) {
        return of(path).taken();
    }

    boolean takesAll() {
        return include.isEmpty() && exclude.isEmpty();
    }

    /** The files that are taken, or a refusal when none is. */
    List<RemoteFile> of(List<RemoteFile> files) {
        List<RemoteFile> taken =
                files.stream().filter(file -> takes(file.path())).toList();
        if (taken.isEmpty()) {
            throw noneLeft(files.stream().map(RemoteFile::path).limit(10).toList(), files.size());
        }
        return taken;
    }

    static DockException noneLeft(List<String> some, int count) {
        return new DockException(
                Problem.VALIDATION_ERROR,
                "None of its " + count + " files is left by \"include\" and \"exclude\". There are: "
                        + String.join(", ", some) + (count > some.size() ? ", …" : "") + ".",
                Map.of("files", some));
    }
}
