package dev.modeldock.server.actions.labels;

import dev.modeldock.server.actions.pictures.ImageFormat;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/** Finds images in a directory and reads of them what is said at their beginning. */
public final class ImageFiles {
    private ImageFiles() {}

    /** Width and height in pixels. */
    public record Size(int width, int height) {}

    /** All images below a directory, by their paths; none where there is no such directory. */
    public static List<Path> below(Path directory) throws IOException {
        return below(directory, Integer.MAX_VALUE, () -> {});
    }

    /**
     * The same.
     *
     * @param check asked for each file, since there may be very many; throws when the work is to stop
     */
    public static List<Path> below(Path directory, Runnable check) throws IOException {
        return below(directory, Integer.MAX_VALUE, check);
    }

    /** The images right in a directory, by their names; none where there is no such directory. */
    public static List<Path> in(Path directory) throws IOException {
        return below(directory, 1, () -> {});
    }

    private static List<Path> below(Path directory, int depth, Runnable check) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory, depth)) {
            return files.peek(file -> check.run())
                    .filter(file -> Files.isRegularFile(file) && ImageFormat.isLabelled(file))
                    .sorted()
                    .toList();
        }
    }

    /** The size of an image, from its header; empty when it is broken or of a kind that is not known. */
    public static Optional<Size> size(Path image) throws IOException {
        return look(image).map(Look::size);
    }

    /**
     * What is said at its beginning.
     *
     * @param format of its bytes
     */
    public record Look(ImageFormat format, Size size) {}

    /** The format and the size of an image; empty as for the size. */
    public static Optional<Look> look(Path image) throws IOException {
        try (FileImageInputStream in = new FileImageInputStream(image.toFile())) {
            Optional<ImageReader> found = ImageFormat.reader(in);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            ImageReader reader = found.get();
            try {
                reader.setInput(in, true, true);
                return Optional.of(new Look(
                        ImageFormat.of(reader).orElseThrow(), new Size(reader.getWidth(0), reader.getHeight(0))));
            } catch (IIOException | EOFException | RuntimeException e) {
                // Readers throw whatever comes to them about damaged bytes.
                return Optional.empty();
            } finally {
                reader.dispose();
            }
        }
    }
}
