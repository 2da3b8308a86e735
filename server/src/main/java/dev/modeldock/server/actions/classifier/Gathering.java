package dev.modeldock.server.actions.classifier;

import dev.modeldock.server.actions.pictures.ImageFormat;
import dev.modeldock.spi.ActionException;
import dev.modeldock.spi.ActionTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All images that an action is given, and their classes.
 *
 * @param learnt those that are to be learnt from
 * @param others those that a network is judged by
 */
record Gathering(List<String> classes, List<Example> learnt, List<Example> others) {
    private static final int MOST_CLASSES = 1000;

    int images() {
        return learnt.size() + others.size();
    }

    Iterator<Example> all() {
        return Stream.concat(learnt.stream(), others.stream()).iterator();
    }

    /**
     * Look into the datasets of a task.
     *
     * @param known classes that a network knows already; empty when it is to learn those that there are
     */
    static Gathering of(ActionTask.Inputs inputs, List<String> known) throws ActionException, IOException {
        if (inputs.train().isEmpty()) {
            throw new ActionException("The model has no train_datasets; expected is one at least, of the type"
                    + " image_classification.");
        }
        Labels labels = new Labels(known);
        List<Example> learnt = new ArrayList<>();
        for (Path dataset : inputs.train()) {
            labels.add(new ClassFolders(dataset).training(), learnt);
        }
        labels.settle();
        List<Example> others = new ArrayList<>();
        if (inputs.eval().isEmpty()) {
            for (Path dataset : inputs.train()) {
                labels.add(new ClassFolders(dataset).validation(), others);
            }
        }
        for (Path dataset : inputs.eval()) {
            labels.add(new ClassFolders(dataset).judging(), others);
        }
        return new Gathering(labels.names(), learnt, others);
    }

    /** All images of a dataset that a network is judged by. */
    static Gathering judging(Path dataset, List<String> known) throws ActionException, IOException {
        Labels labels = new Labels(known);
        List<Example> examples = new ArrayList<>();
        labels.add(new ClassFolders(dataset).judging(), examples);
        return new Gathering(labels.names(), List.of(), examples);
    }

    /** Numbers of classes; once they are settled there are no new ones. */
    private static final class Labels {
        private final Map<String, Integer> numbers = new LinkedHashMap<>();
        private boolean settled;

        Labels(List<String> known) {
            known.forEach(name -> numbers.put(name, numbers.size()));
            settled = !known.isEmpty();
        }

        /** Folders without an image are of no class. */
        void add(List<ClassFolders.Folder> folders, List<Example> examples) throws ActionException, IOException {
            for (ClassFolders.Folder folder : folders) {
                List<Example> images = ClassFolders.images(folder.path(), 0);
                if (images.isEmpty()) {
                    continue;
                }
                requireKnown(folder.name());
                int label = numbers.computeIfAbsent(folder.name(), name -> numbers.size());
                images.forEach(image -> examples.add(new Example(image.folder(), image.name(), label)));
            }
        }

        private void requireKnown(String name) throws ActionException {
            if (settled && !numbers.containsKey(name)) {
                throw new ActionException("There are images of the class \"" + name
                        + "\", which the network does not learn or know; its classes are " + shown()
                        + ". Take the folder out, or train with images of that class.");
            }
        }

        private String shown() {
            List<String> first = numbers.keySet().stream().limit(10).toList();
            return String.join(", ", first) + (numbers.size() > first.size() ? ", …" : "");
        }

        void settle() throws ActionException {
            settled = true;
            if (numbers.size() < 2 || numbers.size() > MOST_CLASSES) {
                throw new ActionException("There are images of " + numbers.size()
                        + (numbers.size() == 1 ? " class" : " classes") + "; expected are from 2 to " + MOST_CLASSES
                        + ", each with a folder of images (" + ImageFormat.NAMES + "): images/<class>/….");
            }
        }

        List<String> names() {
            return List.copyOf(numbers.keySet());
        }
    }
}
