package dev.modeldock.server.actions.classifier;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How often images of a class were taken for which.
 *
 * @param counts by the true class, then by the one that was found
 */
record Confusion(List<String> classes, int[][] counts) {
    /** So many classes at most have all their pairs told in the status. */
    private static final int MOST_TOLD = 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    static Confusion of(List<String> classes) {
        return new Confusion(classes, new int[classes.size()][classes.size()]);
    }

    void add(int label, int found) {
        counts[label][found]++;
    }

    int images() {
        return IntStream.range(0, counts.length).map(this::images).sum();
    }

    private int images(int label) {
        return IntStream.of(counts[label]).sum();
    }

    /** The part of all images that was found right; 0 when there are none. */
    double accuracy() {
        int right = IntStream.range(0, counts.length).map(i -> counts[i][i]).sum();
        return images() == 0 ? 0 : right / (double) images();
    }

    /** The same for each class that has images. */
    void accuracies(ObjectNode into) {
        for (int i = 0; i < counts.length; i++) {
            if (images(i) > 0) {
                into.put(classes.get(i), counts[i][i] / (double) images(i));
            }
        }
    }

    /** What was taken for what, and how often; nothing for very many classes. */
    void pairs(ObjectNode into) {
        for (int i = 0; counts.length <= MOST_TOLD && i < counts.length; i++) {
            for (int j = 0; j < counts.length; j++) {
                if (counts[i][j] > 0) {
                    into.put(classes.get(i) + " as " + classes.get(j), counts[i][j]);
                }
            }
        }
    }

    /** As {@code confusion_matrix.csv} and {@code confusion_matrix.json}: a row for each true class. */
    void write(Path results) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(results.resolve("confusion_matrix.csv"))) {
            out.write("true," + classes.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\n");
            for (int i = 0; i < counts.length; i++) {
                out.write(Csv.cell(classes.get(i)) + ","
                        + IntStream.of(counts[i]).mapToObj(Integer::toString).collect(Collectors.joining(",")) + "\n");
            }
        }
        ObjectNode json = JSON.createObjectNode();
        classes.forEach(json.putArray("classes")::add);
        ArrayNode matrix = json.putArray("matrix");
        for (int[] row : counts) {
            ArrayNode line = matrix.addArray();
            IntStream.of(row).forEach(line::add);
        }
        json.put("images", images()).put("accuracy", accuracy());
        accuracies(json.putObject("class_accuracy"));
        JSON.writeValue(results.resolve("confusion_matrix.json").toFile(), json);
    }
}
