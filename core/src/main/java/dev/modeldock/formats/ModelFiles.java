package dev.modeldock.formats;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The files of one model by their paths, and the notes on them. */
final class ModelFiles {
    private static final int MAX_JSON = 4 << 20;
    private static final int MAX_NOTES = 200;
    /** Up to here a file is read at once: many a reading asks for its bytes in several small pieces. */
    private static final int SMALL = 64 * 1024;

    private final TreeMap<String, ModelFile> byPath = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private final boolean growing;

    /** Reads something out of the bytes of one file. */
    interface Reading<T> {
        T read(Region bytes) throws IOException;
    }

    /** @param growing whether more of them may come later */
    ModelFiles(List<ModelFile> files, boolean growing) {
        this.growing = growing;
        files.forEach(file -> byPath.put(file.path(), file));
    }

    Collection<ModelFile> all() {
        return byPath.values();
    }

    boolean has(String path) {
        return byPath.containsKey(path);
    }

    ModelFile file(String path) {
        return byPath.get(path);
    }

    /** Files with such a path, in the order of their paths. */
    List<ModelFile> where(Predicate<String> path) {
        return byPath.values().stream().filter(file -> path.test(file.path())).toList();
    }

    /** Whether there is a file below this folder, at any depth. */
    boolean hasFolder(String folder) {
        String next = byPath.ceilingKey(folder + "/");
        return next != null && next.startsWith(folder + "/");
    }

    void note(String sentence) {
        if (notes.size() < MAX_NOTES && !notes.contains(sentence)) {
            notes.add(sentence);
        }
    }

    List<String> notes() {
        return notes;
    }

    /** Read a file, and refuse the model when it is not {@code what} it claims to be. */
    <T> T read(ModelFile file, String what, Reading<T> reading) {
        try {
            return read(file, reading);
        } catch (Malformed e) {
            throw new DockException(
                    Problem.INVALID_MODEL,
                    shown(file.path()) + " is no valid " + what + ": " + e.getMessage()
                            + ". Bring this file again from its origin.",
                    Map.of("path", file.path(), "reason", e.getMessage()));
        } catch (IOException e) {
            throw new DockException(Problem.SERVER_ERROR, shown(file.path()) + " could not be read.", e);
        }
    }

    private static <T> T read(ModelFile file, Reading<T> reading) throws IOException {
        if (file.size() <= SMALL) {
            return reading.read(Region.of(Files.readAllBytes(file.content())));
        }
        try (FileChannel channel = FileChannel.open(file.content())) {
            return reading.read(Region.of(channel));
        }
    }

    /** A small JSON object, when there is such a file; another kind of content is refused. */
    Optional<JsonNode> json(String path) {
        if (!has(path)) {
            return Optional.empty();
        }
        return Optional.of(read(file(path), "JSON file", bytes -> {
            if (bytes.size() > MAX_JSON) {
                throw new Malformed("it has " + bytes.size() + " bytes; " + MAX_JSON + " at most");
            }
            return ForeignJson.tree(bytes.head(MAX_JSON));
        }));
    }

    /** The model lacks something that it claims to have: it is refused, or noted where it may come later. */
    void lacks(String sentence, List<String> missing) {
        if (!growing) {
            throw new DockException(Problem.INVALID_MODEL, sentence, Map.of("missing", missing));
        }
        note(sentence);
    }

    /** Some names for a sentence, not all of very many. */
    static String list(Collection<String> names) {
        List<String> first = names.stream().limit(10).map(ModelFiles::shown).toList();
        String more = names.size() > first.size() ? " and " + (names.size() - first.size()) + " more" : "";
        return String.join(", ", first) + more;
    }

    static String shown(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }

    /** The folder of a path with its slash at the end, or an empty text. */
    static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
