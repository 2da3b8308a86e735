package dev.modeldock.server.actions.analytics;

import dev.modeldock.server.actions.analytics.Tally.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What was found, as tables and pages.
 *
 * @param most rows that a page shows
 */
record Topics(Findings findings, int most) {
    private static final int PER_CENT = 100;
    private static final String NAME = "Object Name";
    private static final String OCCLUSION_LEVELS =
            "0: fully visible, 1: partly occluded, 2: largely occluded, 3: unknown; any other number is an unknown tag.";

    /** Rounded half to even, as numpy does it. */
    static double rounded(double value, int decimals) {
        double scale = Math.pow(10, decimals);
        return Math.rint(value * scale) / scale;
    }

    private static double percent(long part, long whole, int decimals) {
        return rounded((double) part / whole * PER_CENT, decimals);
    }

    Topic objects() {
        Tally<String> objects = findings.objects();
        List<List<Object>> rows = new ArrayList<>();
        for (Entry<String> each : objects.byCount()) {
            rows.add(List.of(each.key(), each.count(), percent(each.count(), objects.total(), 2)));
        }
        Table counts = new Table("object_count", List.of(NAME, "Count", "Count (%)"), rows);
        List<Entry<Double>> sorted = objects.byCount().stream()
                .map(each -> new Entry<>((double) each.count(), 1))
                .sorted(java.util.Comparator.comparingDouble(Entry::key))
                .toList();
        Table statistics = described("object_count_statistics", "Statistic", Description.of(sorted), -1);
        return new Topic(
                "Object_count",
                List.of(
                        Page.bars("Count of each object in the valid data.", counts.first(most), 0, 1),
                        Page.bars("Count of each object in the valid data, in per cent.", counts.first(most), 0, 2),
                        Page.table("Statistics of the counts of objects.", statistics),
                        Page.table("Counts of objects.", counts.first(most))),
                List.of(counts, statistics));
    }

    /** @param decimals to which values are rounded; not at all below 0 */
    private static Table described(String name, String title, Description description, int decimals) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < Description.NAMES.size(); i++) {
            double value = description.values().get(i);
            rows.add(List.of(Description.NAMES.get(i), decimals < 0 ? value : rounded(value, decimals)));
        }
        return new Table(name, List.of(title, "Value"), rows);
    }

    Topic areas() throws IOException {
        Table statistics = described("area_statistics", "Area Statistic", findings.areas(), 4);
        List<List<Object>> means = new ArrayList<>();
        List<List<Object>> rows = new ArrayList<>();
        for (Entry<String> each : findings.objects().byKey()) {
            Description description = findings.areas(each.key());
            means.add(List.of(each.key(), description.mean()));
            List<Object> row = new ArrayList<>(List.of(each.key()));
            row.addAll(description.values());
            rows.add(row);
        }
        List<String> columns = new ArrayList<>(List.of(NAME));
        columns.addAll(Description.NAMES);
        Table mean = new Table("area_mean", List.of(NAME, "Mean area of boxes"), means);
        Table objects = new Table("area_of_objects", columns, rows);
        return new Topic(
                "Area",
                List.of(
                        Page.points("Mean area of the boxes of each object.", mean.first(most), 0, 1),
                        Page.table("Statistics of the areas of boxes.", statistics),
                        Page.table("Statistics of the areas of the boxes of each object.", objects.first(most))),
                List.of(statistics, objects));
    }

    Topic images() {
        Table sizes = shares("image_size", "Image size", findings.sizes());
        Table widths = shares("image_width", "Image width", findings.widths());
        Table heights = shares("image_height", "Image height", findings.heights());
        Table statistics = imageStatistics();
        return new Topic(
                "Image",
                List.of(
                        Page.bars("Sizes of images (width times height), in per cent.", sizes.first(most), 0, 1),
                        Page.bars("Widths of images, in per cent.", widths.first(most), 0, 1),
                        Page.bars("Heights of images, in per cent.", heights.first(most), 0, 1),
                        Page.table("Statistics of images.", statistics)),
                List.of(sizes, widths, heights, statistics));
    }

    private Table imageStatistics() {
        List<Description> all = List.of(
                Description.of(findings.widths().byKey()),
                Description.of(findings.heights().byKey()),
                Description.of(findings.sizes().byKey()));
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < Description.NAMES.size(); i++) {
            List<Object> row = new ArrayList<>(List.of(Description.NAMES.get(i)));
            for (Description each : all) {
                row.add(each.values().get(i));
            }
            rows.add(row);
        }
        return new Table("image_statistics", List.of("Statistic", "img_width", "img_height", "size"), rows);
    }

    private static Table shares(String name, String title, Tally<Double> tally) {
        List<List<Object>> rows = new ArrayList<>();
        for (Entry<Double> each : tally.byCount()) {
            Object value =
                    each.key() == Math.rint(each.key()) ? (Object) each.key().longValue() : each.key();
            rows.add(List.of(value, percent(each.count(), tally.total(), 3)));
        }
        return new Table(name, List.of(title, "Count (%)"), rows);
    }

    Topic occlusion() {
        Table occlusion = levels();
        Table objects = levelsOfObjects();
        return new Topic(
                "Occlusion",
                List.of(
                        Page.bars(
                                "Levels of occlusion in the valid data, in per cent. " + OCCLUSION_LEVELS,
                                occlusion.first(most),
                                0,
                                1),
                        Page.groups(
                                "Levels of occlusion of each object, in per cent. " + OCCLUSION_LEVELS,
                                objects.first(most),
                                List.of(0, 2, 1))),
                List.of(occlusion, objects));
    }

    private Table levels() {
        Tally<Integer> tally = findings.occlusion();
        List<List<Object>> rows = new ArrayList<>();
        for (Entry<Integer> each : tally.byKey()) {
            rows.add(List.of((long) each.key(), percent(each.count(), tally.total(), 3)));
        }
        return new Table("occlusion", List.of("Occlusion", "Count (%)"), rows);
    }

    private Table levelsOfObjects() {
        Tally<Findings.Occluded> tally = findings.occlusionOfObjects();
        List<List<Object>> rows = new ArrayList<>();
        for (Entry<Findings.Occluded> each : tally.byKey()) {
            rows.add(List.of(each.key().type(), (long) each.key().level(), percent(each.count(), tally.total(), 3)));
        }
        return new Table("occlusion_of_objects", List.of(NAME, "Occlusion", "Count (%)"), rows);
    }

    Topic truncation() {
        Tally<Double> tally = findings.truncation();
        List<List<Object>> rows = new ArrayList<>();
        for (Entry<Double> each : tally.byKey()) {
            rows.add(List.of(rounded(each.key() * PER_CENT, 1), each.count(), percent(each.count(), tally.total(), 2)));
        }
        Table table = new Table("truncation", List.of("Truncation (%)", "Count", "Count (%)"), rows);
        return new Topic(
                "Truncation",
                List.of(
                        Page.bars("Count of objects by their truncation.", table.first(most), 0, 1),
                        Page.bars("Count of objects by their truncation, in per cent.", table.first(most), 0, 2)),
                List.of(table));
    }

    Topic invalid() {
        List<List<Object>> rows = List.of(
                List.of("valid", findings.objects().total()),
                List.of("inverted", findings.inverted().total()),
                List.of("out_of_bound", findings.outOfBox().total()));
        Table coordinates = new Table("coordinates", List.of("Coordinates", "Count"), rows);
        Table inverted = counts("inverted_coordinates", findings.inverted());
        Table outOfBox = counts("out_of_bound_coordinates", findings.outOfBox());
        List<Page> pages = new ArrayList<>(
                List.of(Page.bars("Count of valid, inverted and out of bound coordinates.", coordinates, 0, 1)));
        if (!inverted.rows().isEmpty()) {
            pages.add(Page.bars("Count of inverted coordinates of each object.", inverted.first(most), 0, 1));
        }
        if (!outOfBox.rows().isEmpty()) {
            pages.add(Page.bars("Count of out of bound coordinates of each object.", outOfBox.first(most), 0, 1));
        }
        return new Topic("Invalid_data", pages, List.of(coordinates, inverted, outOfBox));
    }

    private static Table counts(String name, Tally<String> tally) {
        List<List<Object>> rows = new ArrayList<>();
        tally.byCount().forEach(each -> rows.add(List.of(each.key(), each.count())));
        return new Table(name, List.of(NAME, "Count"), rows);
    }
}
