package dev.modeldock.server.actions.records;

import dev.modeldock.server.actions.TaskSpec;
import dev.modeldock.spi.ActionException;
import java.util.Optional;

/**
 * What {@code kitti_config} says.
 *
 * @param split into folds, and of those into shards
 */
record KittiSpec(Layout layout, Split split) {
    private static final String CONFIG = "kitti_config.";
    private static final int MOST_PARTITIONS = 1000;
    private static final int MOST_SHARDS = 1000;
    private static final int TRAINING_AND_VALIDATION = 2;

    /**
     * Where files are.
     *
     * @param extension of images, with its dot
     * @param pointClouds directory; empty where there are none
     * @param calibrations directory; empty where there are none
     */
    record Layout(String images, String labels, String extension, String pointClouds, String calibrations) {}

    /**
     * @param sequences the file that maps sequences to frames; empty where frames are dealt out at random
     * @param validation which percentage goes to the first of two folds
     */
    record Split(int partitions, int shards, Optional<String> sequences, double validation) {}

    static KittiSpec of(TaskSpec spec) throws ActionException {
        String extension = spec.text(CONFIG + "image_extension", ".png");
        return new KittiSpec(
                new Layout(
                        spec.text(CONFIG + "image_dir_name", "images"),
                        spec.text(CONFIG + "label_dir_name", "labels"),
                        extension.startsWith(".") ? extension : "." + extension,
                        spec.text(CONFIG + "point_clouds_dir", ""),
                        spec.text(CONFIG + "calibrations_dir", "")),
                split(spec));
    }

    private static Split split(TaskSpec spec) throws ActionException {
        String mode = spec.text(CONFIG + "partition_mode", "random");
        int partitions = spec.integer(CONFIG + "num_partitions", TRAINING_AND_VALIDATION, 1, MOST_PARTITIONS);
        int shards = spec.integer(CONFIG + "num_shards", 10, 1, MOST_SHARDS);
        double validation = spec.number(CONFIG + "val_split", 0);
        require(
                mode.equals("random") || mode.equals("sequence"),
                "partition_mode of the spec is \"" + mode + "\"; expected is random or sequence.");
        require(
                validation >= 0 && validation < 100,
                "val_split of the spec is " + validation + "; expected is a percentage from 0 to below 100.");
        if (mode.equals("random")) {
            require(
                    partitions == TRAINING_AND_VALIDATION,
                    "num_partitions of the spec is " + partitions + "; with the partition_mode random there are 2, one"
                            + " for validation and one for training.");
            return new Split(partitions, shards, Optional.empty(), validation);
        }
        String sequences = spec.text(CONFIG + "kitti_sequence_to_frames_file", "");
        require(
                !sequences.isEmpty(),
                "kitti_sequence_to_frames_file of the spec is missing; the partition_mode sequence needs that file of"
                        + " the dataset: {\"<sequence>\": [\"<frame>\", …], …}.");
        return new Split(partitions, shards, Optional.of(sequences), 0);
    }

    private static void require(boolean holds, String sentence) throws ActionException {
        if (!holds) {
            throw new ActionException(CONFIG + sentence);
        }
    }
}
