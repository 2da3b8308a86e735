package dev.modeldock.actions.status;

import java.util.Set;

/**
 * How networks differ in what they write.
 *
 * @param countsIterations its values belong to an iteration, not to an epoch
 * @param repeatsKpi lines with an epoch only say again what is known
 * @param repeatsPrecision the same, for the graph of the mean average precision
 */
record Habits(boolean countsIterations, boolean repeatsKpi, boolean repeatsPrecision) {
    private static final Set<String> COUNT_ITERATIONS = Set.of("segformer");
    private static final Set<String> REPEAT_KPI = Set.of("efficientdet_tf1");
    private static final Set<String> REPEAT_PRECISION =
            Set.of("dssd", "retinanet", "ssd", "yolo_v3", "yolo_v4", "yolo_v4_tiny");

    static Habits of(String network) {
        return new Habits(
                COUNT_ITERATIONS.contains(network), REPEAT_KPI.contains(network), REPEAT_PRECISION.contains(network));
    }
}
