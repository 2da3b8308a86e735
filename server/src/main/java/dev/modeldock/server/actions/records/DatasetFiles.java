package dev.modeldock.server.actions.records;

import dev.modeldock.spi.ActionException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Finds files of a dataset by names that somebody has written into a spec or into the data. */
record DatasetFiles(Path root) {
    private static final int SHOWN = 200;

    DatasetFiles {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * The path of such a file or directory, which need not be there.
     *
     * @param what has the name, for the sentence about a wrong one
     * @throws ActionException when it is no name, or leads out of the dataset
     */
    Path at(String name, String what) throws ActionException {
        return at(root, name, what);
    }

    /** The same below a directory of the dataset; it may not lead out of that one. */
    Path at(Path directory, String name, String what) throws ActionException {
        try {
            Path path = directory.resolve(name).normalize();
            if (!Path.of(name).isAbsolute() && path.startsWith(directory)) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new ActionException(what + " is no name of a file: " + shown(name), e);
        }
        throw new ActionException(what + " leads out of the dataset: " + shown(name));
    }

    /** A file as people know it: its path in the dataset, with slashes. */
    String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private static String shown(String name) {
        return name.length() > SHOWN ? name.substring(0, SHOWN) + "…" : name;
    }
}
