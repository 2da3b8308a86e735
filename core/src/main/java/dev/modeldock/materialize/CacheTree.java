package dev.modeldock.materialize;

import dev.modeldock.hub.HubEntry;
import dev.modeldock.models.ModelName;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A model in the cache of a client of Hugging Face: {@code blobs} by the tags of a hub, {@code snapshots} of links to them, and
 * {@code refs}.
 */
record CacheTree(String commit, List<String> refs, List<HubEntry.File> files) {
    static final String BLOBS = "blobs";
    static final String SNAPSHOTS = "snapshots";
    static final String REFS = "refs";

    private static final Pattern HALF_WRITTEN = Pattern.compile("\\..+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int LONGEST_COMMIT = 40;

    /** The name of a model's directory. */
    static String name(ModelName model) {
        return "models--" + model.namespace() + "--" + model.name();
    }

    /** The contents, each once, by the names that they have below the model's directory. */
    List<Piece> blobs() {
        Map<String, Piece> pieces = new LinkedHashMap<>();
        for (HubEntry.File file : files) {
            pieces.put(file.etag(), new Piece(BLOBS + "/" + file.etag(), file.sha256(), file.size()));
        }
        return new ArrayList<>(pieces.values());
    }

    Path snapshot(Path model) {
        return model.resolve(SNAPSHOTS).resolve(commit);
    }

    /** Whether a model's directory has the links of the snapshot and nothing else in it. */
    boolean hasLinks(Path model) throws IOException {
        Path snapshot = snapshot(model);
        if (!Files.isDirectory(snapshot, LinkOption.NOFOLLOW_LINKS) || Sameness.count(snapshot) != files.size()) {
            return false;
        }
        for (HubEntry.File file : files) {
            Path link = new Piece(file.path(), "", 0).below(snapshot);
            Path blob = model.resolve(BLOBS).resolve(file.etag());
            boolean leads = Files.isSymbolicLink(link)
                    && link.getParent()
                            .resolve(Files.readSymbolicLink(link))
                            .normalize()
                            .equals(blob);
            if (!leads) {
                return false;
            }
        }
        return true;
    }

    /** Make the links of the snapshot in a model's directory. */
    void complete(Path model) throws IOException {
        Path snapshot = Files.createDirectories(snapshot(model));
        for (HubEntry.File file : files) {
            Path link = new Piece(file.path(), "", 0).below(snapshot);
            Files.createDirectories(link.getParent());
            Path blob = model.resolve(BLOBS).resolve(file.etag());
            Files.createSymbolicLink(link, link.getParent().relativize(blob));
        }
    }

    /** A kill may have left a ref that was being written: its own name, and a UUID, and in it a commit or a part of one. */
    private static void clean(Path refs) throws IOException {
        try (Stream<Path> all = Files.walk(refs)) {
            for (Path stale : all.filter(CacheTree::isHalfWritten).toList()) {
                Files.deleteIfExists(stale);
            }
        }
    }

    private static boolean isHalfWritten(Path file) {
        try {
            return HALF_WRITTEN.matcher(file.getFileName().toString()).matches()
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.size(file) <= LONGEST_COMMIT
                    && Files.readString(file, StandardCharsets.ISO_8859_1).matches("[0-9a-f]*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeRef(Path ref) throws IOException {
        Files.createDirectories(ref.getParent());
        Path fresh = ref.resolveSibling("." + ref.getFileName() + "-" + UUID.randomUUID());
        Files.writeString(fresh, commit);
        Files.move(fresh, ref, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Let the refs of a model's directory lead to this snapshot. */
    void writeRefs(Path model) throws IOException {
        Path all = Files.createDirectories(model.resolve(REFS));
        clean(all);
        for (String ref : refs) {
            writeRef(new Piece(ref, "", 0).below(all));
        }
    }

    /** Refuse parts of a model's directory that are links to elsewhere. */
    static void requireOwn(Path model) {
        for (String part : List.of(BLOBS, SNAPSHOTS, REFS)) {
            Path at = model.resolve(part);
            if (Files.exists(at, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                throw new DockException(
                        Problem.CONFLICT,
                        "\"" + part
                                + "\" of the model in that cache is no directory. Take it away, or name another cache.");
            }
        }
    }
}
