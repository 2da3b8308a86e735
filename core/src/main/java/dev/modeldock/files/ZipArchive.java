package dev.modeldock.files;

import dev.modeldock.spi.Archive;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A ZIP whose directory was checked; files come in its order, then the links. */
final class ZipArchive implements Archive {
    private static final int DRAIN = 256 << 10;

    private final SeekableByteChannel channel;
    private final ZipBytes zip;
    private final ZipDirectory directory;
    /** Path to target. */
    private final Map<String, String> links = new LinkedHashMap<>();

    private ZipArchive(SeekableByteChannel channel, ArchiveLimits limits) throws IOException {
        this.channel = channel;
        this.zip = new ZipBytes(channel);
        this.directory = ZipDirectory.read(zip, limits);
        if (directory.files().isEmpty()) {
            throw BrokenArchive.because("The ZIP holds no file.");
        }
        readLinks();
    }

    static Archive open(PackedContent content, ArchiveLimits limits) throws IOException {
        SeekableByteChannel channel = content.channel();
        try {
            return new ZipArchive(channel, limits);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void readLinks() throws IOException {
        for (ZipHead link : directory.links()) {
            if (link.size() > SafePaths.MAX_PATH_BYTES) {
                throw BrokenArchive.because("The target of the link " + SafePaths.shown(link.rawName())
                        + " is longer than " + SafePaths.MAX_PATH_BYTES + " bytes.");
            }
            byte[] target;
            try (InputStream content = content(link)) {
                target = content.readAllBytes();
            }
            String path = SafePaths.check(link.rawName());
            String text = new String(target, StandardCharsets.UTF_8);
            links.put(path, directory.names().target(path, text, true));
            directory.names().file(path);
        }
    }

    @Override
    public List<RemoteFile> files() {
        List<RemoteFile> files = new ArrayList<>();
        for (ZipHead file : directory.files()) {
            files.add(remote(file));
        }
        if (!links.isEmpty()) {
            Map<String, RemoteFile> targets = new LinkedHashMap<>();
            files.forEach(file -> targets.put(file.path(), file));
            links.forEach((path, target) -> files.add(targets.get(target).at(path)));
        }
        return files;
    }

    @Override
    public void read(Reader reader) throws SourceException, IOException, InterruptedException {
        byte[] rest = new byte[DRAIN];
        for (ZipHead file : directory.files()) {
            try (InputStream content = content(file)) {
                reader.file(remote(file), content);
                // Reading to the end is what checks the CRC.
                while (content.read(rest, 0, rest.length) >= 0) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                }
            }
        }
        for (Map.Entry<String, String> link : links.entrySet()) {
            reader.link(link.getKey(), link.getValue());
        }
    }

    private InputStream content(ZipHead entry) throws IOException {
        long at = ZipLocalHead.contentAt(zip, entry, directory.limit(entry));
        return new ZipContent(entry, zip.from(at, entry.packedSize()));
    }

    private static RemoteFile remote(ZipHead file) {
        return RemoteFile.of(SafePaths.check(file.rawName()), file.size()).withCrc32(file.crc());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
