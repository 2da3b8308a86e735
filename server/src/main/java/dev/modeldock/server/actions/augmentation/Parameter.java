package dev.modeldock.server.actions.augmentation;

import java.util.List;

/** What is drawn for each picture, in the order in which it is drawn. */
enum Parameter {
    ANGLE("spatial_aug.rotation.angle", "spatial_config.rotation_config.angle", 0),
    SHEAR_X("spatial_aug.shear.shear_ratio_x", "spatial_config.shear_config.shear_ratio_x", 0),
    SHEAR_Y("spatial_aug.shear.shear_ratio_y", "spatial_config.shear_config.shear_ratio_y", 0),
    TRANSLATE_X("spatial_aug.translation.translate_x", "spatial_config.translation_config.translate_x", 0),
    TRANSLATE_Y("spatial_aug.translation.translate_y", "spatial_config.translation_config.translate_y", 0),
    HUE("color_aug.hue.hue_rotation_angle", "color_config.hue_saturation_config.hue_rotation_angle", 0),
    SATURATION("color_aug.saturation.saturation_shift", "color_config.hue_saturation_config.saturation_shift", 1),
    CONTRAST("color_aug.contrast.contrast", "color_config.contrast_config.contrast", 0),
    CENTER("color_aug.contrast.center", "color_config.contrast_config.center", 127),
    BRIGHTNESS("color_aug.brightness.offset", "color_config.brightness_config.offset", 0),
    BLUR_STD("blur_aug.std", "blur_config.std", 0.1),
    BLUR_SIZE("blur_aug.size", "blur_config.size", 3);

    /** Where it stands in the spec of the service, where numbers are lists. */
    private final String service;
    /** Where it stands in the spec of the action on datasets, where each is one number. */
    private final String dataset;

    private final double usual;

    Parameter(String service, String dataset, double usual) {
        this.service = service;
        this.dataset = dataset;
        this.usual = usual;
    }

    String path(RecipeForm form) {
        return form == RecipeForm.SERVICE ? service : dataset;
    }

    List<Double> usual() {
        return List.of(usual);
    }
}
