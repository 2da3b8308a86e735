package dev.modeldock.server.actions.augmentation;

import dev.modeldock.server.actions.TaskSpec;
import dev.modeldock.server.actions.labels.ImageFiles.Size;
import dev.modeldock.spi.ActionException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * What is to be done to pictures, as a spec says it.
 *
 * @param choices of every parameter
 * @param isDegrees whether angles of rotation are degrees; else radians
 * @param fixed width and height of what comes out, or zeros for those of what goes in
 */
record Recipe(
        long seed,
        Map<Parameter, Choice> choices,
        boolean isDegrees,
        boolean mirrored,
        boolean upsideDown,
        Size fixed) {
    private static final int MOST_PIXELS_A_SIDE = 20_000;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    static Recipe of(TaskSpec spec, RecipeForm form) throws ActionException {
        Map<Parameter, Choice> choices = new EnumMap<>(Parameter.class);
        for (Parameter each : Parameter.values()) {
            choices.put(each, new Choice(spec.numbers(each.path(form), each.usual())));
        }
        String units = spec.text(form.units(), "degrees");
        if (!units.equals("degrees") && !units.equals("radians")) {
            throw new ActionException(
                    form.units() + " of the spec is \"" + units + "\"; expected is degrees or radians.");
        }
        return new Recipe(
                spec.integer("random_seed", 42, Integer.MIN_VALUE, Integer.MAX_VALUE),
                choices,
                units.equals("degrees"),
                spec.flag(form.flip("horizontal"), false),
                spec.flag(form.flip("vertical"), false),
                fixed(
                        spec.integer(form.outputSize("width"), 0, 0, MOST_PIXELS_A_SIDE),
                        spec.integer(form.outputSize("height"), 0, 0, MOST_PIXELS_A_SIDE)));
    }

    /** Only both together fix the size. */
    private static Size fixed(int width, int height) {
        return width > 0 && height > 0 ? new Size(width, height) : new Size(0, 0);
    }

    /** The size of what comes out of a picture. */
    Size output(Size input) {
        return fixed.width() > 0 ? fixed : input;
    }

    /** What is done to the picture of a name: the same for the same name, whatever else there is. */
    Draw draw(String name) {
        Random random = random(name, 0);
        Map<Parameter, Double> drawn = new EnumMap<>(Parameter.class);
        choices.forEach((each, choice) -> drawn.put(each, choice.draw(random)));
        if (isDegrees) {
            drawn.compute(Parameter.ANGLE, (each, degrees) -> Math.toRadians(degrees));
        }
        return new Draw(drawn, mirrored, upsideDown);
    }

    /** Random numbers for the picture of a name, and for one purpose. */
    Random random(String name, long purpose) {
        return new Random(seed ^ hash(name) ^ purpose);
    }

    private static long hash(String name) {
        long hash = FNV_OFFSET;
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ each & 0xFF) * FNV_PRIME;
        }
        return hash;
    }
}
