package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kill -9 at random moments of upload, unpacking and publishing. After the restart every chunk that was acknowledged is
 * there, the job ends, the bytes are equal, and neither blobs nor staging hold anything that no row names. Runs in the
 * profile {@code slow}; {@code -Dmodeldock.trial.seed=…} repeats a run.
 */
class KillTrial {
    private static final int ROUNDS = 10;
    private static final int CHUNK = 1 << 20;

    @TempDir
    Path temp;

    @Test
    void killedAtRandomMomentsItLosesNothingAndLeavesNothing() {
        long seed = Long.getLong("modeldock.trial.seed", System.nanoTime());
        Random random = new Random(seed);
        RunningDock dock = RunningDock.on(temp.resolve("data"));
        try (dock) {
            Set<String> expectedBlobs = new TreeSet<>();
            for (int round = 0; round < ROUNDS; round++) {
                String moment = "round " + round + " of seed " + seed;
                Map<String, byte[]> files = TinyModels.heavy(seed + round, 24 << 20);
                String kind = List.of("tar", "tar.zst", "zip").get(round % 3);
                try {
                    Round one = new Round(dock, random, "killed-" + round + "." + kind, Archives.pack(kind, files));
                    String modelId = one.run();
                    TinyModels.assertSame(files, dock.imports().exported(modelId));
                    files.values().forEach(bytes -> expectedBlobs.add(Archives.sha256(bytes)));
                    Await.until("staging is swept", dock::staging, TreeSet::isEmpty);
                    Await.until("no orphan in blobs", () -> hashes(dock), expectedBlobs::equals);
                } catch (AssertionError e) {
                    throw new AssertionError(moment + ": " + e.getMessage() + "\n" + tail(dock.log()), e);
                }
            }
            assertEquals(List.of(), dock.faults(), () -> "seed " + seed);
        }
    }

    private static Set<String> hashes(RunningDock dock) {
        Set<String> hashes = new TreeSet<>();
        dock.blobs().forEach(path -> hashes.add(path.substring(path.lastIndexOf('/') + 1)));
        return hashes;
    }

    private static String tail(String log) {
        return log.substring(Math.max(0, log.length() - 4_000));
    }

    /** One import during which the server is killed at least once. */
    private static final class Round {
        private final RunningDock dock;
        private final Random random;
        private final List<byte[]> chunks;
        private final ImportClient.Session session;
        private final Set<Integer> acknowledged = new TreeSet<>();

        Round(RunningDock dock, Random random, String name, byte[] archive) {
            this.dock = dock;
            this.random = random;
            this.chunks = ImportClient.cut(archive, CHUNK);
            this.session = dock.imports().start(name, chunks.size(), archive.length);
        }

        String run() {
            int phase = random.nextInt(3);
            if (phase == 0) {
                killSoon(random.nextInt(400), this::sendTheRest);
            }
            sendTheRest();
            if (phase > 0) {
                killSoon(random.nextInt(phase == 1 ? 60 : 500), this::completeAndWait);
            }
            return completeAndWait();
        }

        /** Kill it some milliseconds into the work, then start it again and look what it still knows. */
        private void killSoon(int milliseconds, Runnable work) {
            CompletableFuture<Void> killer = CompletableFuture.runAsync(
                    dock::kill9, CompletableFuture.delayedExecutor(milliseconds, TimeUnit.MILLISECONDS));
            try {
                work.run();
            } catch (Http.BrokenConnection e) {
                assertTrue(e.getMessage() != null, "that is what a kill looks like from outside");
            }
            killer.join();
            dock.startAgain();
            JsonNode state = dock.imports().look(session);
            if (state.hasNonNull("dockStatusId")) {
                return; // complete was acknowledged: from here on the job must end well, chunks may go
            }
            Set<Integer> received = new TreeSet<>();
            state.path("receivedChunks").forEach(number -> received.add(number.asInt()));
            assertTrue(
                    received.containsAll(acknowledged), () -> "acknowledged but lost: " + acknowledged + " " + state);
        }

        private void sendTheRest() {
            for (int i = 0; i < chunks.size(); i++) {
                if (!acknowledged.contains(i)) {
                    dock.imports().put(session, i, chunks.get(i)).expect(200);
                    acknowledged.add(i);
                }
            }
        }

        private String completeAndWait() {
            return dock.imports().finish(session).success().modelId();
        }
    }
}
