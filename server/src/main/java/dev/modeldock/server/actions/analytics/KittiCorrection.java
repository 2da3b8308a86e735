package dev.modeldock.server.actions.analytics;

import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.server.actions.labels.PythonNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Label files with an invalid row: its valid rows, and below them the corrected ones. */
record KittiCorrection(Path directory) implements Correction {
    private static final int BOX = 4;

    @Override
    public List<String> of(LabelledImage image) throws IOException {
        if (image.rows().stream().noneMatch(row -> row.faults().any())) {
            return List.of();
        }
        StringBuilder valid = new StringBuilder();
        StringBuilder corrected = new StringBuilder();
        for (ObjectRow row : image.rows()) {
            List<String> cells = new ArrayList<>(row.cells().subList(0, KittiRows.COLUMNS));
            if (row.faults().any()) {
                correct(cells, row.box(), image.frame());
            }
            (row.faults().any() ? corrected : valid)
                    .append(String.join(" ", cells))
                    .append('\n');
        }
        Path file = directory.resolve(image.label());
        Files.createDirectories(file.getParent());
        Files.writeString(file, valid.append(corrected));
        return List.of();
    }

    private static void correct(List<String> cells, Box box, Frame frame) {
        List<PythonNumber> corners = List.of(
                PythonNumber.of(box.left()),
                PythonNumber.of(box.top()),
                PythonNumber.of(box.right()),
                PythonNumber.of(box.bottom()));
        List<PythonNumber> right = Correction.corrected(corners, frame);
        for (int i = 0; i < right.size(); i++) {
            cells.set(BOX + i, PythonNumber.text(right.get(i).value()));
        }
    }

    @Override
    public void take(List<String> made) {
        // It is written already, a file for itself.
    }

    @Override
    public void finish() {
        // No file is open.
    }

    @Override
    public void close() {
        // No file is open.
    }
}
