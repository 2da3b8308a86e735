package dev.modeldock.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.database.Database;
import dev.modeldock.database.Plans;
import dev.modeldock.datasets.ListOrder;
import dev.modeldock.datasets.ListPart;
import dev.modeldock.datasets.ListWalk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of models and of jobs beside what a plain query over all rows gives. */
class TrainingListsTest {
    private static final int ROWS = 450;
    private static final List<String> OWNERS = List.of("anna", "ben", "local");
    private static final List<String> TITLES = List.of("a", "a:1", "My Model");
    private static final List<String> ACTIONS = List.of("train", "evaluate", "export");

    @TempDir
    private Path data;

    private final Random random = new Random(11);
    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(data.resolve("modeldock.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private String any(List<String> some) {
        return some.get(random.nextInt(some.size()));
    }

    private void change(String sql, Object... values) {
        database.write(handle -> handle.execute(sql, values));
    }

    private List<String> plain(String sql, Map<String, Object> values) {
        return database.read(handle ->
                handle.createQuery(sql).bindMap(values).mapTo(String.class).list());
    }

    private static <T> List<T> walked(ListWalk<T> walk) {
        List<T> walked = new ArrayList<>();
        walk.forEach(walked::add);
        return walked;
    }

    // ---- models

    private void models(TrainableModelStore store) {
        database.together(() -> {
            for (int i = 0; i < ROWS; i++) {
                change(
                        "insert into models(id, namespace, name, owner, access, source, created_at, updated_at)"
                                + " values (?, 'n', ?, ?, ?, 'TAO', 0, ?)",
                        "cm-" + i,
                        any(TITLES).replaceAll("[: ]", "-") + i % 3 + "-" + i,
                        any(OWNERS),
                        random.nextInt(4) == 0 ? "public" : "private",
                        random.nextInt(100));
                if (random.nextInt(3) > 0) {
                    settings(store, i);
                }
            }
            for (int i = 0; i < ROWS; i++) {
                alter(store, random.nextInt(ROWS));
            }
            return null;
        });
    }

    private void settings(TrainableModelStore store, int model) {
        String arch = random.nextBoolean() ? "unet" : "";
        store.save(
                "cm-" + model,
                new ModelSettings(
                        any(TITLES),
                        any(List.of("1", "1:1")),
                        "",
                        arch,
                        "",
                        "",
                        random.nextBoolean(),
                        Automl.off(),
                        Map.of()),
                random.nextInt(100));
    }

    /** In every way in which the stores change what lists show. */
    private void alter(TrainableModelStore store, int model) {
        String id = "cm-" + model;
        boolean stands =
                plain("select id from models where id = :id", Map.of("id", id)).size() == 1;
        switch (random.nextInt(6)) {
            case 0 -> change("update models set name = ? where id = ?", "other-" + random.nextLong(), id);
            case 1 ->
                change("update models set access = ? where id = ?", any(List.of("public", "private", "gated")), id);
            case 2 -> change("update models set updated_at = ? where id = ?", random.nextInt(100), id);
            case 3 -> change("update models set owner = ? where id = ?", any(OWNERS), id);
            case 4 -> change("delete from models where id = ? and seq % 5 = 0", id);
            default -> {
                if (stands) {
                    settings(store, model);
                }
            }
        }
    }

    private static List<TrainableFilter> filters() {
        List<TrainableFilter> filters = new ArrayList<>();
        for (Trainer trainer : List.of(
                new Trainer("anna", false),
                new Trainer("anna", true),
                new Trainer("local", true),
                new Trainer("x", false))) {
            for (Optional<String> title : List.of(Optional.<String>empty(), Optional.of("a"), Optional.of("none"))) {
                for (Optional<String> arch : List.of(Optional.<String>empty(), Optional.of("unet"), Optional.of(""))) {
                    for (Optional<Boolean> readOnly : List.of(Optional.<Boolean>empty(), Optional.of(true))) {
                        filters.add(new TrainableFilter(trainer, title, arch, readOnly));
                    }
                }
            }
        }
        return filters;
    }

    private static String sql(ListOrder order) {
        return switch (order) {
            case DATE_DESCENDING -> "coalesce(s.modified_at, m.updated_at) desc, m.seq desc";
            case DATE_ASCENDING -> "coalesce(s.modified_at, m.updated_at), m.seq";
            case NAME_ASCENDING -> "coalesce(s.title, m.name) || ':' || coalesce(s.version, '1.0.0'), m.seq";
            case NAME_DESCENDING -> "coalesce(s.title, m.name) || ':' || coalesce(s.version, '1.0.0') desc, m.seq desc";
        };
    }

    private List<String> plain(TrainableFilter filter, ListOrder order) {
        StringBuilder where =
                new StringBuilder(" where (m.access = 'public' or m.owner = :user or :guest and m.owner = 'local')");
        Map<String, Object> values = new HashMap<>(Map.of(
                "user", filter.trainer().user(), "guest", filter.trainer().guest()));
        filter.name().ifPresent(name -> {
            where.append(" and coalesce(s.title, m.name) = :name");
            values.put("name", name);
        });
        filter.networkArch().ifPresent(arch -> {
            where.append(" and coalesce(s.network_arch, '') = :arch");
            values.put("arch", arch);
        });
        filter.readOnly().ifPresent(readOnly -> {
            where.append(" and coalesce(s.read_only, 0) = :readOnly");
            values.put("readOnly", readOnly);
        });
        return plain(
                "select m.id from models m left join model_settings s on s.model_id = m.id" + where + " order by "
                        + sql(order),
                values);
    }

    @Test
    void everyPartOfEveryListOfModelsIsWhatAPlainQueryGives() {
        TrainableModelStore store = new TrainableModelStore(database);
        models(store);
        for (TrainableFilter filter : filters()) {
            for (ListOrder order : ListOrder.values()) {
                List<String> plain = plain(filter, order);
                int total = plain.size();
                assertEquals(total, store.count(filter), filter::toString);
                for (int i = 0; i < 3; i++) {
                    int from = i == 0 ? 0 : random.nextInt(total + 1);
                    int to = i == 0 ? total : from + random.nextInt(total - from + 1);
                    ListPart part = new ListPart(order, from, to, total);
                    List<String> found =
                            walked(new ListWalk<>(part, (place, limit) -> store.list(filter, place, limit))).stream()
                                    .map(each -> each.model().id())
                                    .toList();
                    assertEquals(plain.subList(from, to), found, filter + " " + part);
                }
            }
        }
    }

    @Test
    void noListOfModelsIsSortedOrReadWhole() {
        TrainableModelStore store = new TrainableModelStore(database);
        for (TrainableFilter filter : filters()) {
            for (ListOrder order : ListOrder.values()) {
                ListPart part = new ListPart(order, 0, 10, 10);
                List<String> plan = Plans.of(
                        database,
                        () -> walked(new ListWalk<>(part, (place, limit) -> store.list(filter, place, limit))));
                assertOrdered(plan, "model_listings");
                List<String> counting = Plans.of(database, () -> store.count(filter));
                assertTrue(counting.get(0).contains("USING COVERING INDEX"), counting::toString);
            }
        }
    }

    /** The page, which is small, may be sorted once more; nothing else is. */
    private static void assertOrdered(List<String> plan, String table) {
        List<String> reads =
                plan.stream().filter(step -> step.contains(" " + table + " ")).toList();
        assertFalse(reads.isEmpty(), plan::toString);
        assertTrue(reads.stream().allMatch(step -> step.startsWith("SEARCH")), plan::toString);
        assertTrue(reads.stream().allMatch(step -> step.contains("USING COVERING INDEX")), plan::toString);
        int page = IntStream.range(0, plan.size())
                .filter(at -> plan.get(at).startsWith("SCAN p"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(plan.toString()));
        assertFalse(plan.subList(0, page).toString().contains("TEMP B-TREE"), plan::toString);
    }

    // ---- jobs

    private void jobs(ActionJobStore store) {
        database.together(() -> {
            for (int i = 0; i < ROWS; i++) {
                change(
                        "insert into jobs(id, kind, state, user_name, source, tag, staging, plan, not_before, created_at,"
                                + " updated_at) values (?, 'ACTION', 'PENDING', 'anna', 'ACTION', '', '', '{}', 0, 0, ?)",
                        "j-" + i,
                        random.nextInt(100));
                store.insert("j-" + i, random.nextInt(4) == 0 ? "h2" : "h1", any(ACTIONS), Optional.empty());
            }
            for (int i = 0; i < ROWS; i++) {
                String id = "j-" + random.nextInt(ROWS);
                switch (random.nextInt(4)) {
                    case 0 -> change("delete from jobs where id = ? and seq % 5 = 0", id);
                    case 1 ->
                        change("update jobs set state = 'DONE', updated_at = ? where id = ?", random.nextInt(100), id);
                    default -> change("update jobs set updated_at = updated_at + 1 where id = ?", id);
                }
            }
            return null;
        });
    }

    @Test
    void everyPartOfEveryListOfJobsIsWhatAPlainQueryGives() {
        ActionJobStore store = new ActionJobStore(database);
        jobs(store);
        for (String handler : List.of("h1", "h2", "none")) {
            for (ListOrder order : ListOrder.values()) {
                String direction = order.isDescending() ? " desc" : "";
                List<String> plain = plain(
                        "select j.id from action_jobs a join jobs j on j.id = a.id where a.handler = :handler order by "
                                + (order.isByName() ? "a.action" : "j.updated_at") + direction + ", a.seq" + direction,
                        Map.of("handler", handler));
                int total = plain.size();
                assertEquals(total, store.count(handler));
                for (int i = 0; i < 20; i++) {
                    int from = i == 0 ? 0 : random.nextInt(total + 1);
                    int to = i == 0 ? total : from + random.nextInt(total - from + 1);
                    ListPart part = new ListPart(order, from, to, total);
                    List<String> found =
                            walked(new ListWalk<>(part, (place, limit) -> store.list(handler, place, limit))).stream()
                                    .map(each -> each.job().id())
                                    .toList();
                    assertEquals(plain.subList(from, to), found, handler + " " + part);
                }
            }
        }
    }

    @Test
    void noListOfJobsIsSortedOrReadWhole() {
        ActionJobStore store = new ActionJobStore(database);
        jobs(store);
        for (ListOrder order : ListOrder.values()) {
            ListPart part = new ListPart(order, 0, 250, 250);
            List<String> plan = Plans.of(
                    database, () -> walked(new ListWalk<>(part, (place, limit) -> store.list("h1", place, limit))));
            assertOrdered(plan, "action_jobs");
            String key = order.isByName() ? "action" : "updated_at";
            assertTrue(plan.toString().matches(".*\\(handler=\\? AND \\(?" + key + ".*"), plan::toString);
        }
    }
}
