package dev.modeldock.server.actions.records;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The frames of a dataset, dealt out to folds: names of images without their extension, in the order in which they are
 * written, which is mixed, and the same each time.
 *
 * @param validationFirst whether the first fold is for validation
 */
record KittiFolds(List<List<String>> frames, boolean validationFirst) {
    private static final long SEED = 42;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param check is asked now and then; what it throws ends the reading */
    static KittiFolds of(DatasetFiles files, KittiSpec spec, Runnable check) throws ActionException, IOException {
        KittiFolds folds = spec.split().sequences().isPresent()
                ? sequences(
                        files.at(spec.split().sequences().get(), "kitti_config.kitti_sequence_to_frames_file"),
                        spec.split().partitions(),
                        check)
                : random(images(files, spec.layout(), check), spec.split().validation());
        Random random = new Random(SEED);
        folds.frames.forEach(frames -> Collections.shuffle(frames, random));
        return folds;
    }

    /** How many folds are for training. */
    int training() {
        return (int) frames.stream().filter(fold -> !fold.isEmpty()).count()
                - (validationFirst && !frames.get(0).isEmpty() ? 1 : 0);
    }

    int size() {
        return frames.stream().mapToInt(List::size).sum();
    }

    private static List<String> images(DatasetFiles files, KittiSpec.Layout layout, Runnable check)
            throws ActionException, IOException {
        Path directory = files.at(layout.images(), "kitti_config.image_dir_name");
        if (!Files.isDirectory(directory)) {
            throw new ActionException("There is no directory " + layout.images() + " in the dataset.");
        }
        List<String> found = new ArrayList<>();
        String other = "";
        try (DirectoryStream<Path> images = Files.newDirectoryStream(directory)) {
            for (Path image : images) {
                check.run();
                String name = image.getFileName().toString();
                if (name.endsWith(layout.extension())) {
                    found.add(
                            name.substring(0, name.length() - layout.extension().length()));
                } else if (name.compareTo(other) < 0 || other.isEmpty()) {
                    other = name;
                }
            }
        }
        if (found.isEmpty()) {
            throw new ActionException("In " + layout.images() + " is no image with the extension "
                    + layout.extension() + (other.isEmpty() ? "; it is empty." : "; found is " + other + ".")
                    + " Set kitti_config.image_extension of the spec to that of the images.");
        }
        Collections.sort(found);
        return found;
    }

    private static KittiFolds random(List<String> images, double percentage) {
        List<String> mixed = new ArrayList<>(images);
        Collections.shuffle(mixed, new Random(SEED));
        int validation = (int) (percentage / 100 * images.size());
        return new KittiFolds(
                List.of(
                        new ArrayList<>(mixed.subList(0, validation)),
                        new ArrayList<>(mixed.subList(validation, mixed.size()))),
                true);
    }

    /** Whole sequences, the longest first, go to one fold after the other; the first of all to the last fold. */
    private static KittiFolds sequences(Path file, int folds, Runnable check) throws ActionException, IOException {
        Map<String, List<String>> sequences = read(file, check);
        List<String> names = new ArrayList<>(sequences.keySet());
        names.sort(Comparator.comparing((String name) -> -sequences.get(name).size()));
        List<List<String>> dealt = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            dealt.add(new ArrayList<>());
        }
        for (int i = 0; i < names.size(); i++) {
            dealt.get(folds - 1 - i % folds).addAll(sequences.get(names.get(i)));
        }
        return new KittiFolds(dealt, false);
    }

    private static Map<String, List<String>> read(Path file, Runnable check) throws ActionException, IOException {
        if (!Files.isRegularFile(file)) {
            throw new ActionException("There is no " + file.getFileName() + " in the dataset, in which"
                    + " kitti_config.kitti_sequence_to_frames_file of the spec looks for sequences.");
        }
        Map<String, List<String>> sequences = new TreeMap<>();
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            boolean well = parser.nextToken() == JsonToken.START_OBJECT;
            while (well && parser.nextToken() == JsonToken.FIELD_NAME) {
                List<String> frames = sequences.computeIfAbsent(parser.currentName(), any -> new ArrayList<>());
                well = parser.nextToken() == JsonToken.START_ARRAY;
                while (well && parser.nextToken() != JsonToken.END_ARRAY) {
                    check.run();
                    well = parser.currentToken() == JsonToken.VALUE_STRING;
                    frames.add(parser.getText());
                }
            }
            if (!well) {
                throw new ActionException(file.getFileName() + " has other content than expected, near line "
                        + parser.currentLocation().getLineNr()
                        + "; expected is {\"<sequence>\": [\"<frame>\", …], …}.");
            }
        } catch (JsonProcessingException e) {
            throw new ActionException(file.getFileName() + " is no JSON: " + e.getOriginalMessage(), e);
        }
        return sequences;
    }
}
