package dev.modeldock.actions.packs;

import dev.modeldock.problems.DockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The action packs that the operator has installed: read at the start, and when asked to. */
public final class ActionPacks {
    private static final Logger LOG = LoggerFactory.getLogger(ActionPacks.class);

    private final Path directory;
    private volatile List<Installed> installed = List.of();

    /**
     * A folder that was looked at.
     *
     * @param fault why it is no pack, or empty
     */
    public record Installed(String name, Optional<ActionPack> pack, String fault) {}

    /** @param directory need not be there */
    public ActionPacks(Path directory) throws IOException {
        this.directory = directory;
        reload();
    }

    /** Look at all folders again; a broken one keeps no other out. */
    public List<Installed> reload() throws IOException {
        List<Installed> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> folders = Files.list(directory)) {
                for (Path folder :
                        folders.filter(ActionPacks::isFolder).sorted().toList()) {
                    found.add(read(folder));
                }
            }
        }
        installed = List.copyOf(found);
        return installed;
    }

    /** What begins with a dot is somebody's own business, such as a pack that is just being copied. */
    private static boolean isFolder(Path path) {
        return Files.isDirectory(path) && !path.getFileName().toString().startsWith(".");
    }

    private static Installed read(Path folder) {
        String name = folder.getFileName().toString();
        try {
            return new Installed(name, Optional.of(PackReader.read(folder)), "");
        } catch (DockException broken) {
            LOG.warn("The action pack {} is left out: {}", name, broken.getMessage());
            return new Installed(name, Optional.empty(), broken.getMessage());
        }
    }

    public List<Installed> all() {
        return installed;
    }

    /** Those that can be used, by name. */
    public Stream<ActionPack> usable() {
        return installed.stream().flatMap(each -> each.pack().stream());
    }
}
