package dev.modeldock.sources.local;

import dev.modeldock.spi.FileSink;
import dev.modeldock.spi.RemoteContent;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A directory below the operator's roots. Links in it are followed where they stay below the roots. */
final class DirectoryPlace implements Place {
    private final Path directory;
    private final Roots roots;
    private final long expected;
    private final DirectoryWalk walk;

    /**
     * @param directory its real path
     * @param expected no file may be modified after this, in epoch milliseconds
     */
    DirectoryPlace(Path directory, Roots roots, long expected) {
        this.directory = directory;
        this.roots = roots;
        this.expected = expected;
        this.walk = new DirectoryWalk(roots);
    }

    @Override
    public List<RemoteFile> files() throws SourceException, IOException, InterruptedException {
        return walk.files(directory);
    }

    @Override
    public long newest() {
        return walk.newest();
    }

    @Override
    public void fetch(Snapshot snapshot, Paths paths, FileSink sink)
            throws SourceException, IOException, InterruptedException {
        Map<String, String> places = new HashMap<>();
        for (RemoteFile found : files()) {
            paths.kept(found.path()).ifPresent(path -> places.put(path, found.path()));
        }
        List<RemoteFile> wanted = new ArrayList<>();
        for (RemoteFile file : snapshot.files()) {
            if (!places.containsKey(file.path())) {
                throw Refusals.changed("'" + file.path() + "'");
            }
            if (sink.wanted(file)) {
                wanted.add(file);
            }
        }
        sink.pull(wanted, (file, offset) -> open(file, places.get(file.path()), offset));
    }

    private RemoteContent open(RemoteFile file, String place, long offset) throws SourceException, IOException {
        Path real = real(file, place);
        BasicFileAttributes now = Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean same = now.isRegularFile()
                && now.size() == file.size()
                && now.lastModifiedTime().toMillis() <= expected;
        if (!same) {
            throw Refusals.changed("'" + file.path() + "'");
        }
        SeekableByteChannel channel =
                Files.newByteChannel(real, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        channel.position(offset);
        return new RemoteContent(Channels.newInputStream(channel), offset);
    }

    /** Looked up again at each opening: a directory on its way may have become a link meanwhile. */
    private Path real(RemoteFile file, String place) throws SourceException, IOException {
        try {
            Path real = directory.resolve(place).toRealPath();
            if (roots.hold(real)) {
                return real;
            }
        } catch (NoSuchFileException gone) {
            throw Refusals.changed("'" + file.path() + "'");
        }
        throw Refusals.refused(
                "'" + file.path() + "' leads out of the directories that the operator opened to imports.");
    }
}
