package dev.modeldock.server.actions.augmentation;

import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.server.actions.labels.KittiRow;
import dev.modeldock.spi.ActionException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** KITTI label files as this service writes them: numbers with two decimals, as Python rounds them. */
final class LabelText {
    private static final int OCCLUDED = 2;
    private static final int BOX = 4;
    private static final long MOST_BYTES = 64 << 20;

    private LabelText() {}

    /**
     * Write a label file again with other boxes. Bytes that are no numbers stay as they are.
     *
     * @throws ActionException naming the file and the line, where a row is no label
     */
    static void rewrite(Path from, Path to, UnaryOperator<Box> boxes) throws ActionException, IOException {
        if (Files.size(from) > MOST_BYTES) {
            throw new ActionException("The label file " + from.getFileName() + " is larger than " + (MOST_BYTES >> 20)
                    + " MB; expected are labels of one image.");
        }
        Files.createDirectories(to.getParent());
        try (BufferedReader in = Files.newBufferedReader(from, StandardCharsets.ISO_8859_1);
                BufferedWriter out = Files.newBufferedWriter(to, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (!line.isBlank()) {
                    out.write(row(line, from.getFileName() + ", line " + number, boxes) + "\n");
                }
            }
        }
    }

    private static String row(String line, String place, UnaryOperator<Box> boxes) throws ActionException {
        KittiRow row = KittiRow.of(line);
        try {
            if (!row.isComplete()) {
                throw new NumberFormatException(
                        "It has " + row.columns().size() + " columns; expected are 15, or 16 with a score.");
            }
            Box box = boxes.apply(row.box());
            List<String> columns = new ArrayList<>(List.of(row.type()));
            for (int i = 1; i < row.columns().size(); i++) {
                double value = row.number(i);
                columns.add(i == OCCLUDED && value == Math.rint(value) ? Long.toString((long) value) : decimals(value));
            }
            List<String> sides = sides(box);
            for (int i = 0; i < sides.size(); i++) {
                columns.set(BOX + i, sides.get(i));
            }
            return String.join(" ", columns);
        } catch (NumberFormatException e) {
            throw new ActionException("The label file " + place + " is no KITTI label: " + e.getMessage(), e);
        }
    }

    /** A row of an object of which nothing but a class and a box is known. */
    static String row(String type, Box box) {
        return type.replaceAll("\\s", "") + " 0.00 0 0.00 " + String.join(" ", sides(box))
                + " 0.00 0.00 0.00 0.00 0.00 0.00 0.00";
    }

    private static List<String> sides(Box box) {
        return List.of(decimals(box.left()), decimals(box.top()), decimals(box.right()), decimals(box.bottom()));
    }

    static String decimals(double value) {
        return new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }
}
