package dev.modeldock.server.actions.labels;

/** A box in an image, in pixels from its left top corner. Nothing says that it lies within the image, or is not inverted. */
public record Box(double left, double top, double right, double bottom) {
    /** No image reaches farther, and the area of what does would soon be no number. */
    public static final double FARTHEST = 1e18;

    /** From a corner and a size, as in COCO. */
    public static Box sized(double x, double y, double width, double height) {
        return new Box(x, y, x + width, y + height);
    }

    public double width() {
        return right - left;
    }

    public double height() {
        return bottom - top;
    }

    /** Whether it holds any pixel at all. */
    public boolean isFilled() {
        return right > left && bottom > top;
    }

    /** With each side moved into an image of such a size. */
    public Box within(double width, double height) {
        return new Box(clamp(left, width), clamp(top, height), clamp(right, width), clamp(bottom, height));
    }

    private static double clamp(double value, double max) {
        return Math.max(0, Math.min(value, max));
    }
}
