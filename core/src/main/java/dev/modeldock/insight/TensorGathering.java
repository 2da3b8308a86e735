package dev.modeldock.insight;

import dev.modeldock.formats.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts all tensors that a search finds and keeps those of one page. */
final class TensorGathering implements Tensor.Sink {
    /** More kinds than anybody knows: what a hostile header invents counts together. */
    private static final int MOST_DTYPES = 64;

    private final String search;
    private final int limit;
    private final long offset;
    private final Map<String, DtypeSum> dtypes = new TreeMap<>();
    private final List<Tensor> kept = new ArrayList<>();
    private long total;

    TensorGathering(String search, int limit, long offset) {
        this.search = search.toLowerCase(Locale.ROOT);
        this.limit = limit;
        this.offset = offset;
    }

    @Override
    public void take(Tensor tensor) {
        if (!search.isEmpty() && !tensor.name().toLowerCase(Locale.ROOT).contains(search)) {
            return;
        }
        if (total >= offset && kept.size() < limit) {
            kept.add(tensor);
        }
        total++;
        boolean room = dtypes.containsKey(tensor.dtype()) || dtypes.size() < MOST_DTYPES;
        dtypes.merge(
                room ? tensor.dtype() : "other",
                DtypeSum.NOTHING.plus(tensor.parameters(), tensor.bytes()),
                (sum, one) -> sum.plus(one.parameters(), one.bytes()));
    }

    TensorPage page(int files) {
        return new TensorPage(files, total, dtypes, List.copyOf(kept));
    }
}
