package dev.modeldock.formats;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** What the headers of weight files add up to. */
final class TensorCount {
    private long tensors;
    private long parameters;
    private long bytes;
    private final Map<String, Long> dtypes = new TreeMap<>();

    /** Count a tensor of so many scalars, kept in so many bytes. */
    void add(String dtype, long scalars, long size) {
        tensors++;
        parameters += scalars;
        bytes += size;
        dtypes.merge(dtype, scalars, Long::sum);
    }

    void addAll(TensorCount other) {
        tensors += other.tensors;
        parameters += other.parameters;
        bytes += other.bytes;
        other.dtypes.forEach((dtype, scalars) -> dtypes.merge(dtype, scalars, Long::sum));
    }

    /** Write {@code tensorCount}, {@code parameters}, {@code totalTensorBytes}, {@code dtypes} and {@code dtype}. */
    void tell(Map<String, Object> facts) {
        facts.put("tensorCount", tensors);
        facts.put("parameters", parameters);
        facts.put("totalTensorBytes", bytes);
        if (!dtypes.isEmpty()) {
            facts.put("dtypes", new TreeMap<>(dtypes));
            facts.put(
                    "dtype",
                    dtypes.entrySet().stream()
                            .max(Comparator.comparingLong(Map.Entry::getValue))
                            .orElseThrow()
                            .getKey());
        }
    }
}
