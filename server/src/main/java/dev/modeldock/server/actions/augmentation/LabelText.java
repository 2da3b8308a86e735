package dev.modeldock.server.actions.augmentation;

import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.server.actions.labels.KittiFile;
import dev.modeldock.server.actions.labels.KittiRow;
import dev.modeldock.spi.ActionException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** KITTI label files as this service writes them: numbers with two decimals, as Python rounds them. */
final class LabelText {
    private static final int OCCLUDED = 2;
    private static final int BOX = 4;

    private LabelText() {}

    /**
     * Write a label file again with other boxes.
     *
     * @param name what it is called in sentences
     * @throws ActionException naming the file and the line, where it or a row is no label
     */
    static void rewrite(Path from, String name, Path to, UnaryOperator<Box> boxes) throws ActionException, IOException {
        KittiFile file = KittiFile.read(from, name).whole();
        Files.createDirectories(to.getParent());
        try (BufferedWriter out = Files.newBufferedWriter(to)) {
            for (KittiFile.Line line : file.lines()) {
                out.write(row(line.row(), boxes) + "\n");
            }
        }
    }

    private static String row(KittiRow row, UnaryOperator<Box> boxes) {
        List<String> columns = new ArrayList<>(List.of(row.type()));
        for (int i = 1; i < row.columns().size(); i++) {
            double value = row.number(i);
            columns.add(i == OCCLUDED && value == Math.rint(value) ? Long.toString((long) value) : decimals(value));
        }
        List<String> sides = sides(boxes.apply(row.box()));
        for (int i = 0; i < sides.size(); i++) {
            columns.set(BOX + i, sides.get(i));
        }
        return String.join(" ", columns);
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
