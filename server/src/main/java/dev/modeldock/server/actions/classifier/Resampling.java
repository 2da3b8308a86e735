package dev.modeldock.server.actions.classifier;

/**
 * Makes lines of another length: bilinear, and when they become shorter each new pixel is a mean of all that it covers, as
 * image libraries for training have it.
 *
 * @param from the first pixel that a new one is made of
 * @param weights of that and the following ones, for each new pixel
 */
record Resampling(int[] from, float[][] weights) {
    static Resampling of(int length, int wanted) {
        int[] from = new int[wanted];
        float[][] weights = new float[wanted][];
        double scale = (double) length / wanted;
        double reach = Math.max(1, scale);
        for (int i = 0; i < wanted; i++) {
            double centre = (i + 0.5) * scale;
            int first = Math.max(0, (int) Math.floor(centre - reach));
            int end = Math.min(length, (int) Math.ceil(centre + reach));
            from[i] = first;
            weights[i] = weights(first, end, centre, reach);
        }
        return new Resampling(from, weights);
    }

    private static float[] weights(int first, int end, double centre, double reach) {
        double[] each = new double[end - first];
        double sum = 0;
        for (int i = 0; i < each.length; i++) {
            each[i] = Math.max(0, 1 - Math.abs(first + i + 0.5 - centre) / reach);
            sum += each[i];
        }
        float[] weights = new float[each.length];
        for (int i = 0; i < each.length; i++) {
            weights[i] = (float) (each[i] / sum);
        }
        return weights;
    }

    int length() {
        return from.length;
    }

    /**
     * Resize a plane of pixels.
     *
     * @param plane rows of equal length
     */
    static byte[] resized(float[][] plane, int size) {
        Resampling across = of(plane[0].length, size);
        Resampling down = of(plane.length, size);
        float[][] narrow = new float[plane.length][size];
        for (int y = 0; y < plane.length; y++) {
            for (int x = 0; x < size; x++) {
                narrow[y][x] = across.sum(plane[y], x);
            }
        }
        byte[] made = new byte[size * size];
        float[] column = new float[plane.length];
        for (int x = 0; x < size; x++) {
            for (int y = 0; y < plane.length; y++) {
                column[y] = narrow[y][x];
            }
            for (int y = 0; y < size; y++) {
                made[y * size + x] = (byte) Math.max(0, Math.min(255, Math.round(down.sum(column, y))));
            }
        }
        return made;
    }

    private float sum(float[] line, int at) {
        float sum = 0;
        float[] each = weights[at];
        for (int i = 0; i < each.length; i++) {
            sum += each[i] * line[from[at] + i];
        }
        return sum;
    }
}
