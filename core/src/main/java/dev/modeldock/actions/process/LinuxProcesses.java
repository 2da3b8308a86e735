package dev.modeldock.actions.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Processes as {@code /proc} shows them. */
final class LinuxProcesses implements ProcessTable {
    private static final int MOST_STAT = 4096;
    private static final int MOST_ENVIRONMENT = 4 << 20;
    private static final int STATE = 0;
    private static final int GROUP = 2;
    private static final int START = 19;

    private final Path proc;

    LinuxProcesses(Path proc) {
        this.proc = proc;
    }

    @Override
    public Optional<String> birth(long pid) throws IOException {
        Optional<String[]> stat = stat(pid);
        return stat.isEmpty() ? Optional.empty() : Optional.of(boot() + ":" + stat.get()[START]);
    }

    private String boot() throws IOException {
        Path id = proc.resolve("sys/kernel/random/boot_id");
        return Files.isReadable(id) ? Files.readString(id).strip() : "boot";
    }

    /** The fields from the state on; empty when the process is gone or only waits for its parent. */
    private Optional<String[]> stat(long pid) {
        String line = new String(read(proc.resolve(pid + "/stat"), MOST_STAT), StandardCharsets.ISO_8859_1);
        // The name of the program comes before, in brackets, and may hold anything, brackets too.
        String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ");
        boolean lives = fields.length > START && !fields[STATE].equals("Z") && !fields[STATE].equals("X");
        return lives ? Optional.of(fields) : Optional.empty();
    }

    @Override
    public boolean hasGroup(ProcessIdentity leader) throws IOException {
        if (isAlive(leader)) {
            return true;
        }
        for (long pid : marked(leader)) {
            if (isInGroup(pid, leader)) {
                return true;
            }
        }
        return false;
    }

    private boolean isInGroup(long pid, ProcessIdentity leader) {
        return stat(pid)
                .filter(stat -> stat[GROUP].equals(Long.toString(leader.pid())))
                .isPresent();
    }

    @Override
    public List<Long> marked(ProcessIdentity leader) throws IOException {
        String entry = CommandProcess.MARK + "=" + leader.mark();
        List<Long> marked = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : entries) {
                long pid = Long.parseLong(process.getFileName().toString());
                String environment =
                        new String(read(process.resolve("environ"), MOST_ENVIRONMENT), StandardCharsets.ISO_8859_1);
                if (("\0" + environment + "\0").contains("\0" + entry + "\0")
                        && stat(pid).isPresent()) {
                    marked.add(pid);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return marked;
    }

    /** Nothing, of a process that is gone or another user's. */
    private static byte[] read(Path file, int most) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(most);
        } catch (IOException gone) {
            return new byte[0];
        }
    }
}
