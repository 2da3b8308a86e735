package dev.modeldock.server.actions.labels;

import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A KITTI label file, which says what is in one image, a row for each object. */
public final class KittiFile {
    /** About thirty thousand rows. */
    private static final long MOST_BYTES = 2 << 20;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private KittiFile() {}

    /**
     * A line that is not blank.
     *
     * @param number from 1
     */
    public record Line(int number, KittiRow row) {}

    /**
     * All its rows.
     *
     * @throws CharacterCodingException when it is no text in UTF-8
     * @throws ActionException when it is longer than 2 MiB
     */
    public static List<Line> read(Path file) throws ActionException, IOException {
        long size = Files.size(file);
        if (size > MOST_BYTES) {
            throw new ActionException("The label file " + file.getFileName() + " has " + size
                    + " bytes. What is said of one image has at most " + MOST_BYTES + ".");
        }
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            String text =
                    number == 1 && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK ? line.substring(1) : line;
            if (!text.isBlank()) {
                lines.add(new Line(number, KittiRow.of(text)));
            }
        }
        return lines;
    }
}
