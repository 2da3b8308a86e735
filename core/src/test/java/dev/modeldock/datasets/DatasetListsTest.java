package dev.modeldock.datasets;

import static dev.modeldock.datasets.OpenDatasets.ANNA;
import static dev.modeldock.datasets.OpenDatasets.labels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.database.Database;
import dev.modeldock.database.Plans;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of datasets beside what sorting and cutting in memory gives. */
class DatasetListsTest {
    private static final List<Optional<String>> NAMES = List.of(
            Optional.empty(), Optional.of("a"), Optional.of("a:1"), Optional.of("My Dataset"), Optional.of("none"));
    private static final List<Optional<String>> TYPES =
            List.of(Optional.empty(), Optional.of("ocrnet"), Optional.of("object_detection"), Optional.of("none"));

    @TempDir
    private Path data;

    private final Random random = new Random(7);
    /** In the order in which they were made. */
    private final List<Dataset> made = new ArrayList<>();

    @Test
    void everyPartOfEveryListIsWhatAPlainSortGives() throws Exception {
        try (OpenDatasets open = new OpenDatasets(data)) {
            fill(open);
            for (Optional<String> name : NAMES) {
                for (Optional<String> type : TYPES) {
                    hold(open.datasets(), new DatasetFilter(ANNA, name, type));
                }
            }
        }
    }

    /** Few names and few moments, so that many are equal. */
    private void fill(OpenDatasets open) {
        for (int i = 0; i < 3 * ListWalk.PAGE; i++) {
            boolean ocr = random.nextInt(3) == 0;
            String name = NAMES.get(random.nextInt(4)).orElse("");
            LabelChange labels = labels(name, null, random.nextBoolean() ? "1" : "1:1", null);
            String owner = random.nextInt(10) == 0 ? "ben" : ANNA;
            Dataset dataset =
                    open.datasets().create(owner, ocr ? "ocrnet" : "object_detection", ocr ? "default" : "raw", labels);
            open.clock().forward(Duration.ofMillis(random.nextInt(2)));
            if (owner.equals(ANNA)) {
                made.add(dataset);
            }
            touch(open, random.nextInt(made.size()));
        }
    }

    private void touch(OpenDatasets open, int at) {
        LabelChange change = labels(random.nextBoolean() ? "a" : null, "touched", null, null);
        made.set(at, open.datasets().change(made.get(at), Optional.empty(), Optional.empty(), change));
    }

    private void hold(Datasets datasets, DatasetFilter filter) {
        List<Dataset> meant = made.stream()
                .filter(each -> filter.name().map(each.labels().name()::equals).orElse(true))
                .filter(each -> filter.type().map(each.type()::equals).orElse(true))
                .toList();
        int total = meant.size();
        assertEquals(total, datasets.count(filter));
        for (ListOrder order : ListOrder.values()) {
            List<Dataset> sorted = sorted(meant, order);
            for (int i = 0; i < 10; i++) {
                int from = i == 0 ? 0 : random.nextInt(total + 1);
                int to = i == 0 ? total : from + random.nextInt(total - from + 1);
                List<Dataset> found = new ArrayList<>();
                datasets.list(filter, new ListPart(order, from, to, total)).forEach(found::add);
                assertEquals(sorted.subList(from, to), found, filter + " " + order + " " + from + " to " + to);
            }
        }
    }

    private static List<Dataset> sorted(List<Dataset> meant, ListOrder order) {
        Comparator<Dataset> by = order.isByName()
                ? Comparator.comparing(
                        each -> each.labels().name() + ":" + each.labels().version())
                : Comparator.comparing(Dataset::modified);
        List<Dataset> sorted = new ArrayList<>(meant);
        sorted.sort(by);
        if (order.isDescending()) {
            // Sorted backwards and read from the end: equal ones too are the other way round.
            Collections.reverse(sorted);
        }
        return sorted;
    }

    @Test
    void noListIsSortedOrReadWhole() {
        try (Database database = Database.open(data.resolve("some.db"))) {
            DatasetStore store = new DatasetStore(database);
            for (Optional<String> name : NAMES) {
                for (Optional<String> type : TYPES) {
                    DatasetFilter filter = new DatasetFilter(ANNA, name, type);
                    for (ListOrder order : ListOrder.values()) {
                        Object key = order.isByName() ? "a:1" : (Object) 1L;
                        List<String> plan = Plans.of(database, () -> {
                            store.list(filter, ListPlace.skipping(order, 3), 10);
                            store.list(filter, ListPlace.behind(order, new Listed<>(1, key, 1)), 10);
                        });
                        assertEquals(2, plan.size(), plan::toString);
                        String column = order.isByName() ? "label" : "modified_at";
                        assertTrue(plan.get(0).contains("SEARCH datasets USING INDEX datasets_"), plan::toString);
                        assertTrue(
                                plan.get(1).contains("AND " + column)
                                        || plan.get(1).contains("(" + column + ",seq)"),
                                plan::toString);
                        assertTrue(
                                plan.get(0).contains("name=?")
                                        || plan.get(0).contains("type=?")
                                        || name.isEmpty() && type.isEmpty(),
                                plan::toString);
                        assertFalse(plan.toString().contains("TEMP B-TREE"), plan::toString);
                    }
                    List<String> counting = Plans.of(database, () -> store.count(filter));
                    assertTrue(counting.get(0).contains("USING COVERING INDEX"), counting::toString);
                }
            }
        }
    }
}
