package dev.modeldock.exports;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The kinds of archive in which a version is handed out. */
public enum ExportFormat {
    /** POSIX ustar with PAX headers where a name or a size needs them. */
    TAR("tar", "application/x-tar", true),
    /** Stored, not deflated: weights hardly shrink, and so every byte's place is known beforehand. */
    ZIP("zip", "application/zip", true),
    /** The tar, through gzip (RFC 1952). */
    TAR_GZ("tar.gz", "application/gzip", false),
    /** The tar, through Zstandard (RFC 8878). */
    TAR_ZST("tar.zst", "application/zstd", false);

    private static final int SHOWN = 40;

    private final String extension;
    private final String mediaType;
    private final boolean seekable;

    ExportFormat(String extension, String mediaType, boolean seekable) {
        this.extension = extension;
        this.mediaType = mediaType;
        this.seekable = seekable;
    }

    /** Find the format of this name, in any case; fails with {@code VALIDATION_ERROR} for any other. */
    public static ExportFormat of(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (ExportFormat format : values()) {
            if (format.extension.equals(wanted)) {
                return format;
            }
        }
        String known = Arrays.stream(values()).map(ExportFormat::extension).collect(Collectors.joining(", "));
        String found = name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
        throw new DockException(
                Problem.VALIDATION_ERROR,
                "The format is '" + found + "', but must be one of " + known + ".",
                Map.of("found", found, "expected", known));
    }

    /** The usual end of the file's name, without a leading dot. */
    public String extension() {
        return extension;
    }

    /** What {@code Content-Type} says. */
    public String mediaType() {
        return mediaType;
    }

    /** Whether the length is known beforehand and any range can be asked for. */
    public boolean seekable() {
        return seekable;
    }
}
