package dev.modeldock.exports;

import dev.modeldock.models.Version;

/**
 * A version as an archive of some format.
 *
 * @param root the directory in the archive that all files lie under; the model's name
 */
public record Export(Version version, ExportFormat format, String root) {
    /** The file name to offer. */
    public String fileName() {
        return root + "." + format.extension();
    }

    /** The same in another format. */
    Export as(ExportFormat other) {
        return new Export(version, other, root);
    }

    /** What a strong ETag says: the same for the same bytes, whenever they are computed. */
    public String tag() {
        return version.commit() + "-" + version.generation() + "-" + format.extension();
    }
}
