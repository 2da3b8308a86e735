package dev.modeldock.server.cli.push;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.server.cli.remote.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which session a push uses, in a small file of the user's cache directory, so that the same command after a kill goes on
 * in it. A push without notes begins anew; nothing else depends on them.
 */
final class PushNotes {
    private static final Duration KEPT = Duration.ofDays(7);
    private static final long LARGEST = 64 * 1024;

    private final Path file;

    /** @param marks all that makes two pushes the same */
    PushNotes(Path cache, List<String> marks) {
        this.file = cache.resolve("push").resolve(hash(String.join("\n", marks)) + ".json");
    }

    /** @param chunkBytes of all chunks but the last */
    record Session(String id, long chunkBytes) {}

    Optional<Session> find() {
        try {
            if (Files.size(file) > LARGEST) {
                return Optional.empty();
            }
            JsonNode notes = Json.typed(Files.readString(file));
            String id = notes.path("session").asText();
            long chunk = notes.path("chunkBytes").asLong();
            return id.isEmpty() || chunk < 1 ? Optional.empty() : Optional.of(new Session(id, chunk));
        } catch (IOException noNotes) {
            return Optional.empty();
        }
    }

    void keep(Session session) throws IOException {
        Files.createDirectories(file.getParent());
        sweep();
        Path fresh = Files.createTempFile(file.getParent(), "new", ".tmp");
        Files.writeString(
                fresh,
                Json.object()
                        .put("session", session.id())
                        .put("chunkBytes", session.chunkBytes())
                        .toString());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void forget() throws IOException {
        Files.deleteIfExists(file);
    }

    /** Sessions do not live as long as that. */
    private void sweep() throws IOException {
        List<Path> all;
        try (Stream<Path> listed = Files.list(file.getParent())) {
            all = listed.toList();
        }
        Instant old = Instant.now().minus(KEPT);
        for (Path each : all) {
            try {
                if (Files.getLastModifiedTime(each).toInstant().isBefore(old)) {
                    Files.deleteIfExists(each);
                }
            } catch (NoSuchFileException gone) {
                // Another push was faster.
            }
        }
    }

    private static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
