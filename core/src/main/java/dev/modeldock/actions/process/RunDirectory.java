package dev.modeldock.actions.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalInt;

/** The directory of one command's run: who runs it, how it ended, what it said. */
record RunDirectory(Path root) {
    private static final int MOST = 4096;

    Path script() {
        return root.resolve("run-command.sh");
    }

    CommandLog log() {
        return new CommandLog(root);
    }

    /** Make it ready for another run: the log goes on, all else is forgotten. */
    void begin(byte[] script) throws IOException {
        Files.createDirectories(root);
        for (String name : new String[] {"identity", "exit", "exit.new"}) {
            Files.deleteIfExists(root.resolve(name));
        }
        replace("run-command.sh", script);
    }

    void note(ProcessIdentity identity) throws IOException {
        replace("identity", identity.form().getBytes(StandardCharsets.UTF_8));
    }

    Optional<ProcessIdentity> identity() throws IOException {
        return read("identity").flatMap(ProcessIdentity::parse);
    }

    /** The exit code, once it was left; a file that holds none, as after a power failure, is none. */
    OptionalInt exitCode() throws IOException {
        String text = read("exit").orElse("");
        return text.matches("\\d{1,3}\n") ? OptionalInt.of(Integer.parseInt(text.strip())) : OptionalInt.empty();
    }

    private void replace(String name, byte[] bytes) throws IOException {
        Path fresh = root.resolve(name + ".new");
        Files.write(fresh, bytes);
        Files.move(fresh, root.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Optional<String> read(String name) throws IOException {
        try (InputStream in = Files.newInputStream(root.resolve(name))) {
            return Optional.of(new String(in.readNBytes(MOST), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }
}
