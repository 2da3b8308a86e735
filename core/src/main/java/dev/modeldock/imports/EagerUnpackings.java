package dev.modeldock.imports;

import dev.modeldock.sessions.ChunkListener;
import dev.modeldock.sessions.ImportSession;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions that are being unpacked while they come in: a bounded number, begun by their chunk 0. */
final class EagerUnpackings implements ChunkListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EagerUnpackings.class);
    private static final int MOST = 8;

    private final EagerUnpacking.Means means;
    private final Function<ImportSession, BitSet> chunksHere;
    private final Map<String, EagerUnpacking> active = new ConcurrentHashMap<>();

    /** @param chunksHere tells which chunks of a session are whole on disk */
    EagerUnpackings(EagerUnpacking.Means means, Function<ImportSession, BitSet> chunksHere) {
        this.means = means;
        this.chunksHere = chunksHere;
    }

    @Override
    public synchronized void arrived(ImportSession session, int number, boolean replaced) {
        EagerUnpacking mine = active.get(session.id());
        if (mine == null) {
            if (number == 0 && active.size() < MOST) {
                begin(session, chunksHere.apply(session), Optional.empty());
            }
        } else if (replaced && mine.hasReached(number)) {
            LOG.debug("Session {} is unpacked anew: chunk {} was replaced", session.id(), number);
            begin(session, mine.here(), Optional.of(mine));
        } else {
            mine.arrived(number);
        }
    }

    private void begin(ImportSession session, BitSet here, Optional<EagerUnpacking> former) {
        EagerUnpacking fresh = new EagerUnpacking(session, means, here, former);
        active.put(session.id(), fresh);
        fresh.start();
    }

    @Override
    public void ended(ImportSession session) {
        EagerUnpacking mine = active.remove(session.id());
        if (mine != null) {
            stop(mine);
        }
    }

    /** The unpacking of a completed session, which is the caller's from now on; empty when there is none. */
    Optional<EagerUnpacking> take(String sessionId) {
        return Optional.ofNullable(active.remove(sessionId));
    }

    private static void stop(EagerUnpacking unpacking) {
        try {
            unpacking.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        active.values().forEach(EagerUnpackings::stop);
        active.clear();
    }
}
