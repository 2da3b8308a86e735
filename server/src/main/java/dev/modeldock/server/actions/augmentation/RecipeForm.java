package dev.modeldock.server.actions.augmentation;

/** The two forms of specs that say the same. */
enum RecipeForm {
    /** Of the architecture {@code augmentation}. */
    SERVICE("spatial_aug.rotation.units", "spatial_aug.flip.", "data."),
    /** Of the action on datasets. */
    DATASET("spatial_config.rotation_config.units", "spatial_config.flip_config.", "");

    private final String units;
    private final String flips;
    private final String sizes;

    RecipeForm(String units, String flips, String sizes) {
        this.units = units;
        this.flips = flips;
        this.sizes = sizes;
    }

    String units() {
        return units;
    }

    String flip(String direction) {
        return flips + "flip_" + direction;
    }

    String outputSize(String side) {
        return sizes + "output_image_" + side;
    }
}
