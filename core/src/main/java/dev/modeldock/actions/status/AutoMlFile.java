package dev.modeldock.actions.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads {@code automl_metadata.json}, which a search for hyperparameters writes anew now and then. */
final class AutoMlFile {
    private static final String NAME = "automl_metadata.json";
    private static final int MOST_BYTES = 1 << 20;

    private AutoMlFile() {}

    /** What it tells; empty when there is none. One that cannot be read is being written right now. */
    static Optional<Result.AutoMl> read(Path results) throws IOException {
        Path file = results.resolve(NAME);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            Optional<ObjectNode> told = bytes.length > MOST_BYTES ? Optional.empty() : StatusLine.read(bytes);
            return Optional.of(told.map(AutoMlFile::of).orElseGet(AutoMlFile::unreadable));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    private static Result.AutoMl of(ObjectNode told) {
        List<Result.Best> results = new ArrayList<>();
        List<Result.Stat> stats = new ArrayList<>();
        told.properties().forEach(each -> {
            String metric = Values.text(each.getKey());
            if (metric.contains("best_")) {
                results.add(new Result.Best(metric, Values.number(each.getValue())));
            } else {
                String value = Values.text(each.getValue());
                stats.add(new Result.Stat(
                        metric,
                        Objects.requireNonNullElseGet(
                                value, () -> Values.text(each.getValue().toString()))));
            }
        });
        return new Result.AutoMl(List.copyOf(results), List.copyOf(stats));
    }

    private static Result.AutoMl unreadable() {
        return new Result.AutoMl(
                List.of(), List.of(new Result.Stat("message", "Stats will be updated in a few seconds")));
    }
}
