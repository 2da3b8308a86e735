package dev.modeldock.server.actions.labels;

import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;

/** The two ways in which labels lie in a dataset, for actions whose spec says which it is. */
public enum LabelFormat {
    /** A file of labels for each image. */
    KITTI("labels"),
    /** One file for all images. */
    COCO("annotations.json");

    private static final int MOST_SHOWN = 5;

    private final String place;

    LabelFormat(String place) {
        this.place = place;
    }

    /** Where labels of this format are, in a dataset. */
    public Path in(Path data) {
        return data.resolve(place);
    }

    private boolean isIn(Path data) {
        return this == KITTI ? Files.isDirectory(in(data)) : Files.isRegularFile(in(data));
    }

    private String shown() {
        return this == KITTI ? place + "/" : place;
    }

    /**
     * @param field of the spec that says the format
     * @param other what that field is to be for the other format
     * @throws ActionException when the dataset has no such labels: what it has, and what to set
     */
    public void require(Path data, String field, String other) throws ActionException, IOException {
        if (isIn(data)) {
            return;
        }
        LabelFormat another = this == KITTI ? COCO : KITTI;
        throw new ActionException("There is no " + shown() + " in the dataset"
                + (Files.isDirectory(data) ? "; found are " + found(data) : "") + ". "
                + (another.isIn(data)
                        ? "For " + another.shown() + " set " + field + " of the spec to " + other + "."
                        : "That is where labels in the format " + this + " are, which " + field
                                + " of the spec says, or leaves as it is by default."));
    }

    /** The first names in a dataset, of which there may be very many. */
    private static String found(Path data) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        boolean more = false;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(data)) {
            for (Path each : all) {
                names.add(each.getFileName() + (Files.isDirectory(each) ? "/" : ""));
                if (names.size() > MOST_SHOWN) {
                    names.pollLast();
                    more = true;
                }
            }
        }
        return names.isEmpty() ? "no files" : String.join(", ", names) + (more ? ", …" : "");
    }
}
