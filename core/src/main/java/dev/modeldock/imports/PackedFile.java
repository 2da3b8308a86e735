package dev.modeldock.imports;

import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.files.Archives;
import dev.modeldock.files.ContentKind;
import dev.modeldock.files.PackedContent;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.Archive;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.util.regex.Pattern;

/** The one file of a packed snapshot: an archive, which is unpacked, or a file of a model, which is taken as it came. */
record PackedFile(Archives archives, RemoteFile file) {
    /** PyTorch packs its own files as ZIPs: a label that says so is believed. */
    private static final Pattern PICKLED = Pattern.compile("(?s).*\\.(bin|pt|pth|ckpt|npz)");

    /** Put what the file holds into its place. */
    void unpack(IncomingFiles files) throws IOException, SourceException, InterruptedException {
        StagedBlob packed = files.remove(file.path());
        PackedContent content = PackedContent.of(packed.content(), file.path());
        ContentKind kind = archives.kind(content);
        boolean plain = kind == ContentKind.UNKNOWN
                || kind == ContentKind.ZIP && PICKLED.matcher(file.path()).matches();
        if (plain) {
            files.put(file.path(), packed);
            return;
        }
        try (Archive archive = archives.open(content)) {
            if (kind.isSingleFile()) {
                // Its bytes lie where they are wanted already; only the name may have to follow what it holds.
                files.put(archive.files().get(0).path(), packed);
            } else {
                archive.read(files);
            }
        }
        if (files.all().isEmpty()) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "Nothing in \"" + file.path() + "\" is left by \"include\" and \"exclude\".");
        }
    }
}
