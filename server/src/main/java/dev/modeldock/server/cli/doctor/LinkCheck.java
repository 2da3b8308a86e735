package dev.modeldock.server.cli.doctor;

import dev.modeldock.server.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Which kinds of links the disk has: they are how tools of this machine get models without a second copy. */
record LinkCheck(Config config, Path place) {
    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/bin/cp"), Path.of("/bin/cp"));
    private static final long LONGEST_SECONDS = 10;

    /** One way to make a link. */
    private interface Link {
        void make(Path link, Path target) throws IOException, InterruptedException;
    }

    void look(Consumer<Finding> tell) throws IOException, InterruptedException {
        Path file = Files.createTempFile(place, ".doctor", ".tmp");
        try {
            tell.accept(links(file));
            for (Path directory : config.paths("materialize.directories")) {
                tell.accept(directory(file, directory));
            }
        } finally {
            Files.delete(file);
        }
    }

    private Finding links(Path file) throws InterruptedException, IOException {
        List<String> there = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        (works(file, place, Files::createLink) ? there : missing).add("hard links");
        (works(file, place, LinkCheck::reflink) ? there : missing).add("reflinks");
        (works(file, place, (link, target) -> Files.createSymbolicLink(link, target)) ? there : missing)
                .add("symbolic links");
        String found = (there.isEmpty() ? "none" : String.join(", ", there))
                + (missing.isEmpty() ? "" : "; no " + String.join(", no ", missing));
        return there.contains("hard links") || there.contains("reflinks")
                ? Finding.ok("links", found)
                : Finding.warn(
                        "links", found, "Models that are materialized are copied; another file system saves that.");
    }

    private Finding directory(Path file, Path directory) throws InterruptedException, IOException {
        String what = "materialize";
        if (!Files.isDirectory(directory)) {
            return Finding.warn(
                    what, directory + " is not there", "Make it, or leave it out of materialize.directories.");
        }
        return works(file, directory, Files::createLink)
                ? Finding.ok(what, directory + " can hold hard links to the store")
                : Finding.warn(
                        what,
                        directory + " cannot hold hard links to the store",
                        "Put it on the file system of the data directory, or models are copied there.");
    }

    private static boolean works(Path file, Path directory, Link way) throws InterruptedException, IOException {
        Path link = directory.resolve(file.getFileName() + ".link");
        try {
            way.make(link, file);
            return true;
        } catch (IOException | UnsupportedOperationException no) {
            return false;
        } finally {
            Files.deleteIfExists(link);
        }
    }

    private static void reflink(Path link, Path target) throws IOException, InterruptedException {
        Path cp = PROGRAMS.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("there is no cp"));
        Process process = new ProcessBuilder(cp.toString(), "--reflink=always", target.toString(), link.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("cp made no reflink");
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
