package dev.modeldock.files;

import dev.modeldock.spi.Archive;
import dev.modeldock.spi.RemoteFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Keeps what an archive holds as text: path to content, and links as {@code -> target}. */
class ArchiveContents implements Archive.Reader {
    final Map<String, String> texts = new TreeMap<>();

    @Override
    public void file(RemoteFile file, InputStream content) throws IOException {
        byte[] bytes = content.readAllBytes();
        if (bytes.length != file.size()) {
            throw new AssertionError(file + " gave " + bytes.length + " bytes");
        }
        texts.put(file.path(), new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void link(String path, String target) {
        texts.put(path, "-> " + target);
    }
}
