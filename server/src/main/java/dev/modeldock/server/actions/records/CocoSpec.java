package dev.modeldock.server.actions.records;

import dev.modeldock.server.actions.TaskSpec;
import dev.modeldock.spi.ActionException;
import java.util.regex.Pattern;

/**
 * What {@code dataset_convert} says.
 *
 * @param tag how the names of the files begin
 * @param masks whether the masks of objects are written too
 * @param background whether the category 0 is none of objects
 */
record CocoSpec(String images, String annotations, String tag, int shards, boolean masks, boolean background) {
    private static final String CONFIG = "dataset_convert.";
    private static final int USUAL_SHARDS = 256;
    /** All of them are open at a time. */
    private static final int MOST_SHARDS = 1000;

    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

    /** @param instances whether objects are told by their masks, which are written then unless the spec says otherwise */
    static CocoSpec of(TaskSpec spec, boolean instances) throws ActionException {
        String annotations = spec.text(CONFIG + "annotations_file", "annotations.json");
        String tag = spec.text(CONFIG + "tag", "");
        if (tag.isEmpty()) {
            tag = stem(annotations);
        }
        if (!TAG.matcher(tag).matches()) {
            throw new ActionException(CONFIG + "tag of the spec, else the name of the annotations, begins the names of"
                    + " files; expected are at most 100 of the letters A to Z, digits, dots, - and _. Found is \"" + tag
                    + "\".");
        }
        if (!new SpecLists(spec).pairs("target_class_mapping").isEmpty()) {
            throw new ActionException(
                    "target_class_mapping of the spec renames classes of KITTI labels. Those of COCO"
                            + " are what \"categories\" of the annotations says; change it there, and leave the mapping empty.");
        }
        return new CocoSpec(
                spec.text(CONFIG + "image_dir", "images"),
                annotations,
                tag,
                spec.integer(CONFIG + "num_shards", USUAL_SHARDS, 1, MOST_SHARDS),
                spec.flag(CONFIG + "include_masks", instances),
                instances);
    }

    private static String stem(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
