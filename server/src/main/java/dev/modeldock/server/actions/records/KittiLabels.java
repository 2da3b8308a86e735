package dev.modeldock.server.actions.records;

import dev.modeldock.server.actions.labels.KittiRow;
import dev.modeldock.spi.ActionException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a KITTI label file, all of them whole.
 *
 * @param lines the number of each row's line, from 1
 */
record KittiLabels(List<KittiRow> rows, List<Integer> lines) {
    /** What becomes of a row in memory is fifteen times as large. */
    private static final long MOST_BYTES = 1 << 20;

    private static final int NUMBERS_FROM = 1;
    private static final int NUMBERS_TO = 15;

    /**
     * @param name of the file, for people
     * @throws ActionException naming file and line, where a row is none
     */
    static KittiLabels read(Path file, String name) throws ActionException, IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new ActionException(
                    name + " is longer than " + (MOST_BYTES >> 20) + " MiB: no image is described by so much.");
        }
        List<KittiRow> rows = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        int number = 0;
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    rows.add(row(line, name + ", line " + number));
                    lines.add(number);
                }
            }
        } catch (CharacterCodingException e) {
            throw new ActionException(name + " is no text in UTF-8, after line " + number + ".", e);
        }
        return new KittiLabels(rows, lines);
    }

    private static KittiRow row(String line, String place) throws ActionException {
        KittiRow row = KittiRow.of(line);
        if (!row.isComplete()) {
            throw new ActionException(
                    place + ": found are " + row.columns().size() + " columns; expected are 15, or 16 with a score.");
        }
        for (int column = NUMBERS_FROM; column < NUMBERS_TO; column++) {
            try {
                row.number(column);
            } catch (NumberFormatException e) {
                throw new ActionException(
                        place + ": column " + (column + 1) + " is \""
                                + row.columns().get(column) + "\"; expected is a number.",
                        e);
            }
        }
        return row;
    }
}
