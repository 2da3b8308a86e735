package dev.modeldock.server.actions.classifier;

import java.nio.file.Path;

/**
 * An image of a class.
 *
 * @param folder of the class, or of images that have none
 * @param name of the file below the folder, with slashes
 * @param label the number of the class; -1 where it has none
 */
record Example(Path folder, String name, int label) {
    Path file() {
        return folder.resolve(name);
    }

    /** Its path as people know it, from the dataset's directory on. */
    String shown(Path dataset) {
        return slashed(dataset.relativize(folder)) + "/" + name;
    }

    static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }
}
