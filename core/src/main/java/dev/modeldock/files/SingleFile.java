package dev.modeldock.files;

import dev.modeldock.problems.DockException;
import dev.modeldock.spi.Archive;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/** One model file that came alone: an archive of one. */
final class SingleFile implements Archive {
    /** Extensions that a wrong label may have, the longer before the shorter. */
    private static final List<String> EXTENSIONS = List.of(
            "tar.gz",
            "tar.zst",
            "tar.xz",
            "tar.bz2",
            "tgz",
            "tzst",
            "txz",
            "tbz2",
            "tar",
            "zip",
            "gz",
            "zst",
            "xz",
            "bz2",
            "safetensors",
            "gguf",
            "onnx",
            "bin");

    private final ContentKind kind;
    private final PackedContent content;

    SingleFile(ContentKind kind, PackedContent content) {
        this.kind = kind;
        this.content = content;
    }

    @Override
    public List<RemoteFile> files() {
        return List.of(RemoteFile.of(named(content.name(), kind.extension()), content.size()));
    }

    @Override
    public void read(Reader reader) throws SourceException, IOException, InterruptedException {
        try (InputStream bytes = content.stream()) {
            reader.file(files().get(0), bytes);
        }
    }

    /** The label's last segment with the extension of what it holds; {@code model} where the label is no name. */
    static String named(String label, String extension) {
        String name = label.substring(Math.max(label.lastIndexOf('/'), label.lastIndexOf('\\')) + 1);
        String lower = name.toLowerCase(Locale.ROOT);
        String stem = EXTENSIONS.stream()
                .filter(e -> lower.endsWith("." + e))
                .findFirst()
                .map(e -> name.substring(0, name.length() - e.length() - 1))
                .orElse(name);
        try {
            return SafePaths.check((stem.isEmpty() ? "model" : stem) + "." + extension);
        } catch (DockException e) {
            return "model." + extension;
        }
    }

    @Override
    public void close() {
        // Nothing is open between two passes.
    }
}
