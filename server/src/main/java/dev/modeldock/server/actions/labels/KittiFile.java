package dev.modeldock.server.actions.labels;

import dev.modeldock.spi.ActionException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A KITTI label file, which says what is in one image, a row for each object. All that read such a file do it with this, so
 * that the same files are taken, with the same bounds and the same sentences.
 *
 * @param name what it is called in sentences
 * @param lines those that are not blank; none when it cannot be read
 * @param fault why it cannot be read
 */
public record KittiFile(String name, List<Line> lines, Optional<String> fault) {
    /** What becomes of a row in memory is fifteen times as large. */
    private static final long MOST_BYTES = 1 << 20;

    private static final int MOST_ROWS = 20_000;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /**
     * A line that is not blank.
     *
     * @param number from 1
     */
    public record Line(int number, KittiRow row) {}

    /**
     * Read one.
     *
     * @param name what it is called in sentences
     */
    public static KittiFile read(Path file, String name) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            return unreadable(name, "is longer than " + (MOST_BYTES >> 20) + " MiB: no image is described by so much");
        }
        List<Line> lines = new ArrayList<>();
        int number = 0;
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                boolean marked = number == 1 && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK;
                String text = marked ? line.substring(1) : line;
                if (!text.isBlank()) {
                    lines.add(new Line(number, KittiRow.of(text)));
                }
                if (lines.size() > MOST_ROWS) {
                    return unreadable(name, "has more than " + MOST_ROWS + " rows: no image has so many objects");
                }
            }
        } catch (CharacterCodingException e) {
            return unreadable(name, "is no text in UTF-8");
        }
        return new KittiFile(name, List.copyOf(lines), Optional.empty());
    }

    private static KittiFile unreadable(String name, String fault) {
        return new KittiFile(name, List.of(), Optional.of(fault));
    }

    /** @throws ActionException when it cannot be read */
    public KittiFile readable() throws ActionException {
        if (fault.isPresent()) {
            throw new ActionException(name + " " + fault.get() + ".");
        }
        return this;
    }

    /** @throws ActionException when it cannot be read, or one of its rows is no label */
    public KittiFile whole() throws ActionException {
        for (Line line : readable().lines()) {
            require(line);
        }
        return this;
    }

    /** @throws ActionException naming file and line, when a row of it is no label */
    public void require(Line line) throws ActionException {
        Optional<String> wrong = line.row().fault();
        if (wrong.isPresent()) {
            throw new ActionException(name + ", line " + line.number() + " is no KITTI label: " + wrong.get() + ".");
        }
    }
}
