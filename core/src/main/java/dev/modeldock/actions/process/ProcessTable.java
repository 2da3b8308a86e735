package dev.modeldock.actions.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the system tells of its processes. Those that have ended and only wait for their parent do not count. */
interface ProcessTable {
    /** When a process was started; empty when there is none. */
    Optional<String> birth(long pid) throws IOException;

    /** Whether a process of the group lives, and the group is that one and not a later one of the same number. */
    boolean hasGroup(ProcessIdentity leader) throws IOException;

    /** All processes that carry the mark, be they in the group or not, as far as the system tells. */
    List<Long> marked(ProcessIdentity leader) throws IOException;

    default boolean isAlive(ProcessIdentity identity) throws IOException {
        return birth(identity.pid()).filter(identity.birth()::equals).isPresent();
    }

    static ProcessTable ofThisSystem() {
        Path proc = Path.of("/proc");
        return Files.isReadable(proc.resolve("self/stat")) ? new LinuxProcesses(proc) : new OtherProcesses();
    }
}
