package dev.modeldock.server.actions.records;

import dev.modeldock.server.actions.labels.ImageFiles;
import dev.modeldock.server.actions.labels.ImageFiles.Size;
import dev.modeldock.server.actions.pictures.ImageFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a JPEG or PNG image is, by its first bytes.
 *
 * @param format as TensorFlow names it
 * @param bytes how long the file is
 */
record ImageHead(Size size, String format, long bytes) {
    /** Longer files fit into no message of protocol buffers, or nearly not. */
    private static final long MOST_BYTES = 1 << 30;

    private static final Set<ImageFormat> FORMATS = Set.of(ImageFormat.JPEG, ImageFormat.PNG);

    private static final int BUFFER = 64 << 10;

    /** Empty where the file is no image that can be read, or of a format that TensorFlow reads otherwise, or longer than 1 GiB. */
    static Optional<ImageHead> of(Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes > MOST_BYTES) {
            return Optional.empty();
        }
        return ImageFiles.look(file)
                .filter(look -> FORMATS.contains(look.format()))
                .map(look -> new ImageHead(look.size(), look.format().name().toLowerCase(Locale.ROOT), bytes));
    }

    /** The SHA-256 of a file, as 64 digits. */
    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
