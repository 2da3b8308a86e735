package dev.modeldock.files;

import dev.modeldock.spi.Archive;
import dev.modeldock.spi.RemoteFile;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down what an archive holds and reads none of it; a link has the size of its target. */
final class ArchiveListing implements Archive.Reader {
    private final Map<String, RemoteFile> files = new LinkedHashMap<>();

    List<RemoteFile> files() {
        return List.copyOf(files.values());
    }

    @Override
    public void file(RemoteFile file, InputStream content) {
        files.put(file.path(), file);
    }

    @Override
    public void link(String path, String target) {
        files.put(path, RemoteFile.of(path, files.get(target).size()));
    }
}
