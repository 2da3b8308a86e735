package dev.modeldock.server.actions.records;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.StatusFile;
import dev.modeldock.server.actions.StatusFile.Figures;
import dev.modeldock.server.actions.labels.ClassBound;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

/** How many objects of each class were written. For one thread at a time. */
final class ClassCounts {
    private static final String FILE = "classes.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Long> counts;
    private final ClassBound bound = new ClassBound();

    /** @param counts in which it is counted, in the order in which classes are to be told */
    ClassCounts(Map<String, Long> counts) {
        this.counts = counts;
    }

    /** Classes of which there may be no object. */
    ClassCounts known(Collection<String> classes) throws ActionException {
        for (String each : classes) {
            add(each, 0);
        }
        return this;
    }

    void add(Collection<String> classes) throws ActionException {
        for (String each : classes) {
            add(each, 1);
        }
    }

    private void add(String name, long times) throws ActionException {
        if (!counts.containsKey(name)) {
            bound.add(name);
        }
        counts.merge(name, times, Long::sum);
    }

    /** Tell it in the status, and the classes in a file. */
    void tell(StatusFile status, Path results) throws IOException {
        ObjectNode figures = status.figures(Figures.CATEGORICAL).putObject("num_objects");
        counts.forEach(figures::put);
        status.running("Cumulative object statistics");
        Files.write(results.resolve(FILE), JSON.writeValueAsBytes(counts.keySet()));
    }
}
