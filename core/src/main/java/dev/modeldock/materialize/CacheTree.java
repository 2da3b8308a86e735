package dev.modeldock.materialize;

import dev.modeldock.hub.HubEntry;
import dev.modeldock.models.ModelName;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A model in the cache of a client of Hugging Face: {@code blobs} by the tags of a hub, {@code snapshots} of links to them, and
 * {@code refs}.
 */
record CacheTree(String commit, List<String> refs, List<HubEntry.File> files) {
    static final String BLOBS = "blobs";
    static final String SNAPSHOTS = "snapshots";
    static final String REFS = "refs";

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

    private void writeRef(Path ref) throws IOException {
        Files.createDirectories(ref.getParent());
        Path fresh = ref.resolveSibling("." + ref.getFileName() + "-" + UUID.randomUUID());
        Files.writeString(fresh, commit);
        Files.move(fresh, ref, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Let the refs of a model's directory lead to this snapshot. */
    void writeRefs(Path model) throws IOException {
        for (String ref : refs) {
            writeRef(new Piece(ref, "", 0).below(Files.createDirectories(model.resolve(REFS))));
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
