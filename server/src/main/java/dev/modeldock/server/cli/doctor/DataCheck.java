package dev.modeldock.server.cli.doctor;

import dev.modeldock.server.config.Config;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;

/** The data directory: whether it is there or can be made, can be written, and who has it. */
final class DataCheck {
    private static final String WHAT = "data directory";

    private final Path data;
    private Path usable;

    DataCheck(Config config) {
        this.data = config.path("data").toAbsolutePath().normalize();
    }

    /** Where files can be tried out: in it, or where it would be made. */
    Optional<Path> usable() {
        return Optional.ofNullable(usable);
    }

    void look(Consumer<Finding> tell) {
        if (Files.exists(data) && !Files.isDirectory(data)) {
            tell.accept(Finding.fail(WHAT, data + " is no directory", "Choose another with --data."));
            return;
        }
        Path nearest = data;
        while (nearest != null && !Files.isDirectory(nearest)) {
            nearest = nearest.getParent();
        }
        if (nearest == null || !canWrite(nearest)) {
            tell.accept(Finding.fail(
                    WHAT,
                    "nothing can be written to " + (nearest == null ? data : nearest),
                    "Give it to the user " + System.getProperty("user.name") + ", or choose another with --data."));
            return;
        }
        usable = nearest;
        tell.accept(
                nearest.equals(data)
                        ? Finding.ok(WHAT, data + (isTaken() ? ", a dock runs on it" : ", no dock runs on it"))
                        : Finding.ok(WHAT, data + " is not there and can be made"));
    }

    /** Rights tell less than a try: a file system may be read-only, or full. */
    private static boolean canWrite(Path directory) {
        try {
            Files.delete(Files.createTempFile(directory, ".doctor", ".tmp"));
            return true;
        } catch (IOException no) {
            return false;
        }
    }

    /** The lock is only tried, and only where there is one. */
    private boolean isTaken() {
        Path lock = data.resolve("lock");
        if (!Files.exists(lock)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock mine = channel.tryLock()) {
            return mine == null;
        } catch (IOException e) {
            return true;
        }
    }
}
