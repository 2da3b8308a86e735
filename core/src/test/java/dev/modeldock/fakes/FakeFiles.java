package dev.modeldock.fakes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files to commit, by path; a path may be as hostile as a test likes. Not for use by two threads. */
public final class FakeFiles {
    /** What a repository's .gitattributes sends to LFS by default on the hub, as far as weights go. */
    private static final Pattern WEIGHTS =
            Pattern.compile(".*\\.(safetensors|bin|gguf|onnx|pt|pth|ckpt|h5|msgpack|npz|zip|tar|gz)");

    private static final long LARGEST_REGULAR = 10L * 1024 * 1024;

    private final TreeMap<String, FakeFile> files = new TreeMap<>();

    private FakeFiles() {}

    public static FakeFiles none() {
        return new FakeFiles();
    }

    /** All files below a directory, read into memory. */
    public static FakeFiles of(Path directory) {
        return none().directory(directory, file -> Content.of(read(file)));
    }

    /** One of the real tiny models among the test resources: tiny-bert, tiny-bert-sharded, tiny-bin, tiny-lora. */
    public static FakeFiles tiny(String name) {
        try {
            URI place = FakeFiles.class.getResource("/models/" + name).toURI();
            if (!place.getScheme().equals("jar")) {
                return of(Path.of(place));
            }
            try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
                return of(jar.getPath("/models/" + name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** So many small files of different bytes, a hundred to a directory: {@code d0000/f00000.txt} and on. */
    public static FakeFiles many(int count, int bytesEach) {
        FakeFiles files = none();
        for (int i = 0; i < count; i++) {
            files.regular(String.format("d%04d/f%05d.txt", i / 100, i), Content.generated(i, bytesEach));
        }
        return files;
    }

    /** A whole model of generated weights, in so many valid safetensors shards of so many bytes each (256 or more). */
    public static FakeFiles generatedModel(int shards, long bytesEach) {
        FakeFiles tiny = tiny("tiny-bert");
        tiny.files.remove("model.safetensors");
        StringJoiner tensors = new StringJoiner(",\n    ");
        for (int i = 1; i <= shards; i++) {
            String shard = String.format("model-%05d-of-%05d.safetensors", i, shards);
            tiny.lfs(shard, Content.safetensors(i, bytesEach));
            tensors.add("\"t" + i + "\": \"" + shard + "\"");
        }
        return tiny.file(
                "model.safetensors.index.json",
                "{\n  \"metadata\": {\"total_size\": " + shards * (bytesEach - 256) + "},\n  \"weight_map\": {\n    "
                        + tensors + "\n  }\n}\n");
    }

    /** Kept in LFS when the hub would: weights by their name, and anything above 10 MiB. */
    public FakeFiles file(String path, Content content) {
        boolean lfs = WEIGHTS.matcher(path).matches() || content.size() > LARGEST_REGULAR;
        return put(path, new FakeFile(content, lfs, FakeFile.PLAIN));
    }

    public FakeFiles file(String path, String text) {
        return file(path, Content.of(text));
    }

    /** Kept in git itself, whatever its name and size. */
    public FakeFiles regular(String path, Content content) {
        return put(path, new FakeFile(content, false, FakeFile.PLAIN));
    }

    /** Kept in LFS, whatever its name and size. */
    public FakeFiles lfs(String path, Content content) {
        return put(path, new FakeFile(content, true, FakeFile.PLAIN));
    }

    public FakeFiles symlink(String path, String target) {
        return put(path, new FakeFile(Content.of(target), false, "120000"));
    }

    /** An entry for a commit of another repository (40 hex digits). */
    public FakeFiles submodule(String path, String commit) {
        return put(path, new FakeFile(Content.of(commit), false, FakeFile.SUBMODULE));
    }

    /** All of them kept in git itself from now on. */
    public FakeFiles withoutLfs() {
        files.replaceAll((path, file) -> new FakeFile(file.content(), false, file.mode()));
        return this;
    }

    /** All of those, too. */
    public FakeFiles with(FakeFiles others) {
        files.putAll(others.files);
        return this;
    }

    /** Paths and files, sorted; a copy. */
    public Map<String, FakeFile> entries() {
        return new TreeMap<>(files);
    }

    private FakeFiles directory(Path directory, Function<Path, Content> content) {
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                file(directory.relativize(file).toString().replace('\\', '/'), content.apply(file));
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FakeFiles put(String path, FakeFile file) {
        files.put(path, file);
        return this;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
