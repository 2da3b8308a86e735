package dev.modeldock.materialize;

import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.DirectoryTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Copies that share their bytes with the store, made by {@code cp --reflink=always}, many in one call: Java cannot ask for
 * them. They come under the names that the store has, and are renamed.
 */
final class ReflinkCopies {
    private static final int BATCH = 500;
    private static final long LONGEST_MINUTES = 10;
    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/bin/cp"), Path.of("/bin/cp"));

    private final Blobs blobs;
    private final Path directory;
    private final Path fresh;

    ReflinkCopies(Blobs blobs, Path directory) {
        this.blobs = blobs;
        this.directory = directory;
        this.fresh = directory.resolve(".fresh-" + UUID.randomUUID());
    }

    void place(List<Piece> pieces) throws IOException, InterruptedException, NotPossible {
        Path cp = PROGRAMS.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new NotPossible("this machine has no cp that makes such copies", null));
        // One that fails tells it for all, before many are begun.
        List<Piece> left = new ArrayList<>(pieces);
        for (int count = 1; !left.isEmpty(); count = BATCH) {
            Map<String, Piece> batch = batch(left, count);
            clone(cp, batch);
        }
    }

    /** Some that have different content; they are taken off the list. */
    private static Map<String, Piece> batch(List<Piece> left, int most) {
        Map<String, Piece> batch = new LinkedHashMap<>();
        List<Piece> rest = new ArrayList<>();
        for (Piece piece : left) {
            if (batch.size() >= most || batch.containsKey(piece.sha256())) {
                rest.add(piece);
            } else {
                batch.put(piece.sha256(), piece);
            }
        }
        left.clear();
        left.addAll(rest);
        return batch;
    }

    private void clone(Path cp, Map<String, Piece> batch) throws IOException, InterruptedException, NotPossible {
        Files.createDirectory(fresh);
        List<String> command = new ArrayList<>(
                List.of(cp.toString(), "--reflink=always", "--no-preserve=mode", "--target-directory=" + fresh, "--"));
        for (String sha256 : batch.keySet()) {
            Path content = blobs.path(sha256);
            if (!Files.exists(content)) {
                throw new NoSuchFileException(sha256);
            }
            command.add(content.toString());
        }
        run(command);
        for (Piece piece : batch.values()) {
            Path at = piece.below(directory);
            Files.createDirectories(at.getParent());
            Files.move(fresh.resolve(piece.sha256()), at);
        }
        DirectoryTree.delete(fresh);
    }

    private void run(List<String> command) throws IOException, InterruptedException, NotPossible {
        Path said = fresh.resolve("said");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("cp did not end in " + LONGEST_MINUTES + " minutes");
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new NotPossible(
                    "the file system cannot share bytes with the store ("
                            + reason(said).orElse("cp failed") + ")",
                    null);
        }
    }

    /** What cp says behind the last colon; the paths before it are nobody's business. */
    private static Optional<String> reason(Path said) throws IOException {
        try (Stream<String> lines = Files.lines(said, StandardCharsets.UTF_8)) {
            return lines.findFirst()
                    .map(line -> line.substring(line.lastIndexOf(':') + 1).strip());
        }
    }
}
