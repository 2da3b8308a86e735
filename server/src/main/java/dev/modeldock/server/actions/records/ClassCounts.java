package dev.modeldock.server.actions.records;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.StatusFile;
import dev.modeldock.server.actions.StatusFile.Figures;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

/** How many objects of each class were written. For one thread at a time. */
final class ClassCounts {
    /** With so many, the column that was taken for the class is none. */
    static final int MOST = 10_000;

    private static final String FILE = "classes.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Long> counts;

    /** @param counts in which it is counted, in the order in which classes are to be told */
    ClassCounts(Map<String, Long> counts) {
        this.counts = counts;
    }

    /** Classes of which there may be no object. */
    ClassCounts known(Collection<String> classes) {
        classes.forEach(name -> counts.putIfAbsent(name, 0L));
        return this;
    }

    void add(Collection<String> classes) throws ActionException {
        classes.forEach(name -> counts.merge(name, 1L, Long::sum));
        requireFew(counts.size());
    }

    static void requireFew(int classes) throws ActionException {
        if (classes > MOST) {
            throw new ActionException("There are more than " + MOST
                    + " classes of objects. In a label file the first column is the class; see whether it is.");
        }
    }

    /** Tell it in the status, and the classes in a file. */
    void tell(StatusFile status, Path results) throws IOException {
        ObjectNode figures = status.figures(Figures.CATEGORICAL).putObject("num_objects");
        counts.forEach(figures::put);
        status.running("Cumulative object statistics");
        Files.write(results.resolve(FILE), JSON.writeValueAsBytes(counts.keySet()));
    }
}
