package dev.modeldock.server.packs;

import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Copies a pack to where the dock reads packs, also while a dock runs on that directory: a pack is there as a whole or not
 * at all. Folders that begin with a dot are none for the dock.
 */
public final class PackInstaller {
    private static final String SETTINGS = "settings";

    private final ShippedPacks packs;
    private final Path directory;

    /** @param directory made when it is not there */
    public PackInstaller(ShippedPacks packs, Path directory) {
        this.packs = packs;
        this.directory = directory;
    }

    /**
     * What was done.
     *
     * @param folder of the pack
     * @param before where the one is that was there, if there was one
     * @param configurable whether it has a file of settings
     */
    public record Installed(Path folder, Optional<Path> before, boolean configurable) {}

    /**
     * Install a pack.
     *
     * @param force also where one of that name is: its settings are kept, and it is moved aside as a whole
     * @throws DockException {@code NOT_FOUND} for a name that is none, {@code CONFLICT} when something is there
     */
    public Installed install(String name, boolean force) throws IOException {
        ShippedPack pack = packs.get(name);
        Path folder = directory.resolve(name);
        boolean there = Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
        if (there && !force) {
            throw occupied(folder);
        }
        Files.createDirectories(directory);
        Path made = Files.createTempDirectory(directory, "." + name + "-");
        try {
            copy(pack, made);
            if (there && Files.isRegularFile(folder.resolve(SETTINGS))) {
                Files.copy(folder.resolve(SETTINGS), made.resolve(SETTINGS), StandardCopyOption.REPLACE_EXISTING);
            }
            Optional<Path> before = there ? Optional.of(aside(folder)) : Optional.empty();
            moveIn(made, folder, before);
            return new Installed(folder, before, Files.exists(folder.resolve(SETTINGS)));
        } catch (FileAlreadyExistsException e) {
            throw occupied(folder);
        } finally {
            DirectoryTree.delete(made);
        }
    }

    private static DockException occupied(Path folder) {
        return new DockException(
                Problem.CONFLICT,
                folder + " is there already. With --force it is exchanged for the pack that comes with this Modeldock:"
                        + " its settings are kept, and what was there is kept beside it.");
    }

    /** What was there comes back where the new one cannot come in. */
    private static void moveIn(Path made, Path folder, Optional<Path> before) throws IOException {
        try {
            Files.move(made, folder);
        } catch (IOException e) {
            if (before.isPresent() && !Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(before.get(), folder);
            }
            throw e;
        }
    }

    /** One that was kept before stays: it may be the only copy of somebody's work. */
    private static Path aside(Path folder) throws IOException {
        String name = "." + folder.getFileName() + ".before";
        Path before = folder.resolveSibling(name);
        for (int number = 2; Files.exists(before, LinkOption.NOFOLLOW_LINKS); number++) {
            before = folder.resolveSibling(name + "-" + number);
        }
        return Files.move(folder, before);
    }

    private void copy(ShippedPack pack, Path folder) throws IOException {
        permit(folder, true);
        for (ShippedPack.File file : pack.files()) {
            Path target = Files.write(folder.resolve(file.name()), packs.content(pack, file));
            permit(target, file.executable());
        }
    }

    private static void permit(Path path, boolean executable) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
