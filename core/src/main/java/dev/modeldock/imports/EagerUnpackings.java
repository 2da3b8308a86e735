package dev.modeldock.imports;

import dev.modeldock.sessions.ChunkListener;
import dev.modeldock.sessions.ImportSession;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions that are being unpacked while they come in: a bounded number, begun by their chunk 0. */
final class EagerUnpackings implements ChunkListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EagerUnpackings.class);
    private static final int MOST = 8;

    private final EagerUnpacking.Means means;
    private final Function<ImportSession, BitSet> chunksHere;
    private final Map<String, EagerUnpacking> active = new HashMap<>();
    private boolean closed;

    /** @param chunksHere tells which chunks of a session are whole on disk */
    EagerUnpackings(EagerUnpacking.Means means, Function<ImportSession, BitSet> chunksHere) {
        this.means = means;
        this.chunksHere = chunksHere;
    }

    @Override
    public synchronized void arrived(ImportSession session, int number, boolean replaced) {
        if (!session.bringsModel()) {
            return;
        }
        EagerUnpacking mine = active.get(session.id());
        if (mine == null) {
            if (number == 0 && hasPlace()) {
                begin(session, chunksHere.apply(session), Optional.empty());
            }
        } else if (replaced && mine.hasReached(number) && !closed) {
            LOG.debug("Session {} is unpacked anew: chunk {} was replaced", session.id(), number);
            begin(session, mine.here(), Optional.of(mine));
        } else {
            mine.arrived(number);
        }
    }

    private boolean hasPlace() {
        active.values().removeIf(EagerUnpacking::hasGivenUp);
        return active.size() < MOST && !closed;
    }

    private void begin(ImportSession session, BitSet here, Optional<EagerUnpacking> former) {
        EagerUnpacking fresh = new EagerUnpacking(session, means, here, former);
        active.put(session.id(), fresh);
        fresh.start();
    }

    @Override
    public void ended(ImportSession session) {
        take(session.id()).ifPresent(EagerUnpacking::stop);
    }

    /** The unpacking of a completed session, which is the caller's from now on; empty when there is none. */
    synchronized Optional<EagerUnpacking> take(String sessionId) {
        return Optional.ofNullable(active.remove(sessionId));
    }

    private synchronized List<EagerUnpacking> takeAll() {
        closed = true;
        List<EagerUnpacking> all = List.copyOf(active.values());
        active.clear();
        return all;
    }

    @Override
    public void close() {
        takeAll().forEach(EagerUnpacking::stop);
    }
}
