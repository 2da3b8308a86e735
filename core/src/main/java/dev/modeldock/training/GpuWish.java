package dev.modeldock.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.List;
import java.util.Optional;

/** How many graphics cards a spec asks for, at its top or under {@code train}. */
record GpuWish(Optional<String> field, JsonNode value) {
    private static final List<String> COUNTS = List.of("gpus", "num_gpus");
    private static final List<String> LISTS = List.of("gpu_ids", "gpu_id");

    static GpuWish of(JsonNode spec) {
        for (JsonNode place : List.of(spec, spec.path("train"))) {
            for (String field : List.of("gpus", "num_gpus", "gpu_ids", "gpu_id")) {
                if (place.hasNonNull(field)) {
                    return new GpuWish(Optional.of(field), place.get(field));
                }
            }
        }
        return new GpuWish(Optional.empty(), spec);
    }

    /** @throws DockException {@code CONFLICT} when it is another number than the one card that each action gets */
    void requireOne() {
        if (field.isPresent() && asked() != 1) {
            throw new DockException(
                    Problem.CONFLICT,
                    "The spec asks for " + value + " as its \"" + field.get()
                            + "\", and each action gets one graphics card here. Ask for one.");
        }
    }

    private long asked() {
        if (LISTS.contains(field.orElseThrow()) && value.isArray()) {
            return value.size();
        }
        return COUNTS.contains(field.orElseThrow()) ? value.asLong(0) : 1;
    }
}
