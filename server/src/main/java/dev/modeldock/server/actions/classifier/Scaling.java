package dev.modeldock.server.actions.classifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Makes pixels numbers around zero: for each colour, less its mean, times a factor.
 *
 * @param mean from 0 to 255
 */
record Scaling(float[] mean, float[] factor) {
    private static final int VALUES = 256;
    private static final double LEAST_DEVIATION = 1;

    /** Of how often each colour has each value. */
    static Scaling of(long[][] counts) {
        float[] mean = new float[counts.length];
        float[] factor = new float[counts.length];
        for (int colour = 0; colour < counts.length; colour++) {
            double number = 0;
            double sum = 0;
            double squares = 0;
            for (int value = 0; value < VALUES; value++) {
                number += counts[colour][value];
                sum += (double) counts[colour][value] * value;
                squares += (double) counts[colour][value] * value * value;
            }
            double middle = sum / number;
            mean[colour] = (float) middle;
            factor[colour] =
                    (float) (1 / Math.max(LEAST_DEVIATION, Math.sqrt(Math.max(0, squares / number - middle * middle))));
        }
        return new Scaling(mean, factor);
    }

    /** For each colour what each value becomes. */
    float[][] table() {
        float[][] table = new float[mean.length][VALUES];
        for (int colour = 0; colour < mean.length; colour++) {
            for (int value = 0; value < VALUES; value++) {
                table[colour][value] = (value - mean[colour]) * factor[colour];
            }
        }
        return table;
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("mean");
        json.putArray("factor");
        for (int colour = 0; colour < mean.length; colour++) {
            json.withArray("/mean").add(mean[colour]);
            json.withArray("/factor").add(factor[colour]);
        }
        return json;
    }

    /** Numbers that are no use are found by whoever reads the whole. */
    static Scaling of(JsonNode json) {
        return new Scaling(floats(json.path("mean")), floats(json.path("factor")));
    }

    private static float[] floats(JsonNode list) {
        float[] floats = new float[Math.min(list.size(), 3)];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = list.get(i).floatValue();
        }
        return floats;
    }
}
