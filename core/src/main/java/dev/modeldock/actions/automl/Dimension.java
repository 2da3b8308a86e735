package dev.modeldock.actions.automl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One parameter that is searched: its values lie between 0 and 1.
 *
 * @param path names with dots between
 * @param options one of these it is; empty for a number
 * @param low the least number
 * @param high the largest number
 * @param logarithmic whether numbers of every order of magnitude are tried alike
 */
record Dimension(String path, List<JsonNode> options, boolean whole, double low, double high, boolean logarithmic) {
    /** How far from the default a number is tried that has no bound. */
    private static final double FAR = 10;

    private static final double MANY_TIMES = 100;

    Dimension {
        options = List.copyOf(options);
    }

    /** What a property of a schema may be; empty for one that cannot be searched, such as a list. */
    static Optional<Dimension> of(String path, JsonNode property) {
        List<JsonNode> options = options(property);
        if (!options.isEmpty()) {
            return Optional.of(new Dimension(path, options, false, 0, 0, false));
        }
        boolean whole = property.path("type").asText().equals("integer");
        if (!whole && !property.path("type").asText().equals("number")) {
            return Optional.empty();
        }
        double usual = property.path("default").asDouble(1);
        double low = property.path("minimum").asDouble(usual > 0 ? usual / FAR : usual - 1);
        double high = property.path("maximum").asDouble(usual > 0 ? usual * FAR : usual + 1);
        // A range from nothing on says little; the default tells the order of magnitude.
        if (usual > 0 && low < usual / MANY_TIMES && high > usual * FAR) {
            low = Math.max(low, usual / FAR);
        }
        if (usual > 0 && high > usual * MANY_TIMES) {
            high = usual * FAR;
        }
        return low < high
                ? Optional.of(new Dimension(path, List.of(), whole, low, high, low > 0 && high / low >= FAR))
                : Optional.empty();
    }

    private static List<JsonNode> options(JsonNode property) {
        List<JsonNode> options = new ArrayList<>();
        property.path("enum").forEach(options::add);
        if (options.isEmpty() && property.path("type").asText().equals("boolean")) {
            options.addAll(List.of(BooleanNode.FALSE, BooleanNode.TRUE));
        }
        return options;
    }

    /** The value that a place between 0 and 1 stands for. */
    JsonNode value(double place) {
        double at = Math.max(0, Math.min(1, place));
        if (!options.isEmpty()) {
            return options.get((int) Math.min(options.size() - 1, at * options.size()));
        }
        double number = logarithmic ? low * Math.pow(high / low, at) : low + (high - low) * at;
        return whole ? LongNode.valueOf(Math.round(number)) : DoubleNode.valueOf(number);
    }

    /** Where a value stands; what is none of its values stands in the middle. */
    double place(JsonNode value) {
        if (!options.isEmpty()) {
            int index = options.indexOf(value);
            return index < 0 ? 0.5 : (index + 0.5) / options.size();
        }
        double number = value.asDouble(Double.NaN);
        double at = logarithmic ? Math.log(number / low) / Math.log(high / low) : (number - low) / (high - low);
        return at >= 0 && at <= 1 ? at : 0.5;
    }
}
