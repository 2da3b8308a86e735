package dev.modeldock.actions.automl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The notes of a search: its trials, from which it goes on after a restart, and what is told of it meanwhile. */
public record SearchNotes(Path trials, Path told) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** As TAO names what clients read. */
    public static final String TOLD = "automl_metadata.json";

    /** Those so far; none when nothing was begun. */
    public List<Trial> read() throws IOException {
        if (!Files.exists(trials)) {
            return List.of();
        }
        try {
            return JSON.readValue(Files.readAllBytes(trials), new TypeReference<List<Trial>>() {});
        } catch (JsonProcessingException e) {
            throw new IOException("The notes of the search, " + trials + ", cannot be read", e);
        }
    }

    public void write(List<Trial> all) throws IOException {
        replace(trials, JSON.writeValueAsBytes(all));
    }

    /** What is told: the best value so far, and how far the search is. */
    public void tell(ObjectNode facts) throws IOException {
        replace(told, JSON.writeValueAsBytes(facts));
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, bytes);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
