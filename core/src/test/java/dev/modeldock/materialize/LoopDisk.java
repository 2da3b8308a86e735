package dev.modeldock.materialize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A file system that shares bytes between copies, in a file of its own; where a test may make and mount one. */
final class LoopDisk implements AutoCloseable {
    private static final long SIZE = 400L << 20;
    private static final List<String> MAKERS =
            List.of("/usr/sbin/mkfs.btrfs", "/sbin/mkfs.btrfs", "/usr/sbin/mkfs.xfs");

    private final Path directory;

    private LoopDisk(Path directory) {
        this.directory = directory;
    }

    static LoopDisk mounted(Path temp) throws Exception {
        String maker = MAKERS.stream()
                .filter(program -> Files.isExecutable(Path.of(program)))
                .findFirst()
                .orElse("");
        assumeTrue(!maker.isEmpty(), "neither mkfs.btrfs nor mkfs.xfs is installed, so no copy can share its bytes");
        Path image = temp.resolve("disk.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(SIZE);
        }
        assertEquals(0, run(maker, "-q", image.toString()));
        Path directory = Files.createDirectories(temp.resolve("disk"));
        boolean mounted = run("mount", "-o", "loop", image.toString(), directory.toString()) == 0;
        assumeTrue(mounted, "this machine does not let the tests mount a file system");
        return new LoopDisk(directory);
    }

    Path directory() {
        return directory;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        assertEquals(true, process.waitFor(60, TimeUnit.SECONDS), () -> String.join(" ", command));
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        try {
            assertEquals(0, run("umount", directory.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
