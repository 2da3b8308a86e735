package dev.modeldock.server.actions.pictures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * The formats of images that all actions read: those whose readers, in every Java, are known to be careful with foreign
 * bytes. What a file is, is told by these; its name says only whether it is looked at.
 */
public enum ImageFormat {
    JPEG("jpg", "jpeg"),
    PNG("png"),
    GIF("gif"),
    BMP("bmp");

    /** For sentences. */
    public static final String NAMES = "JPEG, PNG, GIF and BMP";

    private final List<String> suffixes;

    ImageFormat(String... suffixes) {
        this.suffixes = List.of(suffixes);
    }

    /** Whether a file is an image by its name. */
    public static boolean isImage(Path file) {
        return Stream.of(values()).anyMatch(format -> format.isNameOf(file));
    }

    /** Whether it is one that may have labels: the toolkit looks for no others. */
    public static boolean isLabelled(Path file) {
        return JPEG.isNameOf(file) || PNG.isNameOf(file);
    }

    private boolean isNameOf(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return suffixes.contains(name.substring(name.lastIndexOf('.') + 1)) && name.indexOf('.') >= 0;
    }

    /** A reader for what a file holds, to be disposed of; empty when that is none of these formats. */
    public static Optional<ImageReader> reader(ImageInputStream in) throws IOException {
        for (Iterator<ImageReader> all = ImageIO.getImageReaders(in); all.hasNext(); ) {
            ImageReader reader = all.next();
            if (of(reader).isPresent()) {
                return Optional.of(reader);
            }
            reader.dispose();
        }
        return Optional.empty();
    }

    /** What a reader reads. */
    public static Optional<ImageFormat> of(ImageReader reader) throws IOException {
        String name = reader.getFormatName().toUpperCase(Locale.ROOT);
        return Stream.of(values()).filter(format -> format.name().equals(name)).findAny();
    }
}
