package dev.modeldock.actions.process;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Processes as far as any POSIX system tells, macOS for one: environments are not seen, so children that have left the
 * group are not found, and the number of a group whose leader is gone is taken for that group's.
 */
final class OtherProcesses implements ProcessTable {
    @Override
    public Optional<String> birth(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().startInstant())
                .map(instant -> "instant:" + instant.toEpochMilli());
    }

    @Override
    public boolean hasGroup(ProcessIdentity leader) throws IOException {
        Optional<String> birth = birth(leader.pid());
        return birth.isPresent() ? birth.get().equals(leader.birth()) : Signals.reachGroup(leader.pid());
    }

    @Override
    public List<Long> marked(ProcessIdentity leader) {
        return List.of();
    }
}
