package dev.modeldock.server.actions.analytics;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Writes each row where it belongs: tables of valid and of invalid ones, and the list of what is no row at all. */
final class DataFiles implements AutoCloseable {
    private static final String STRANGE = "not_kitti.txt";

    private final LabelSource source;
    private final CsvFile valid;
    private final CsvFile invalid;
    private final Writer strange;
    private long strangeLines;

    /** @param tables whether there are to be tables */
    DataFiles(Path results, LabelSource source, boolean tables) throws IOException {
        Path csv = results.resolve("csv");
        this.source = source;
        valid = tables ? new CsvFile(csv.resolve("valid_data.csv"), source.columns()) : null;
        invalid = tables ? new CsvFile(csv.resolve("invalid_data.csv"), source.columnsOfInvalid()) : null;
        strange = source instanceof KittiSource ? Files.newBufferedWriter(results.resolve(STRANGE)) : null;
    }

    void take(LabelledImage image) throws IOException {
        for (ObjectRow row : image.rows()) {
            CsvFile file = row.faults().any() ? invalid : valid;
            if (file != null) {
                file.row(row.cells());
            }
        }
        for (String each : image.strange()) {
            strangeLines++;
            strange.write(each + "\n");
        }
    }

    void end(Consumer<String> log) {
        if (source.boxless() > 0) {
            log.accept(source.boxless() + " annotations have no box; they are left out.");
        }
        if (strangeLines > 0) {
            log.accept(strangeLines + " lines, label files or images could not be read as such; " + STRANGE
                    + " tells which.");
        }
    }

    @Override
    public void close() throws IOException {
        for (AutoCloseable each : new AutoCloseable[] {valid, invalid, strange}) {
            close(each);
        }
    }

    private static void close(AutoCloseable file) throws IOException {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
