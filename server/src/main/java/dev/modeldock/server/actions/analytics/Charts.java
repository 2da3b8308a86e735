package dev.modeldock.server.actions.analytics;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Charts of figures; the only place that knows the library of charts. */
final class Charts {
    private static final int LONGEST_NAME = 40;
    /** With more bars their labels would lie on each other. */
    private static final int MOST_LABELS = 20;
    /** Of more, only some names are shown. */
    private static final int MOST_NAMES = 100;
    /** Names of so many stand side by side. */
    private static final int MOST_LEVEL = 5;

    private static final int FONT = 12;
    /** Letters are read on it as well as beside it. */
    private static final Color BARS = new Color(0x9DBDF5);
    /** From there on a step is rounded to a whole number. */
    private static final double WHOLE = 0.8;

    private Charts() {}

    /**
     * @param page with at least one row
     * @param height on which it is drawn
     */
    static CategoryChart of(Page page, int height) {
        Table table = page.table();
        int names = page.columns().get(0);
        int values = page.columns().get(1);
        CategoryChart chart = new CategoryChartBuilder()
                .xAxisTitle(table.columns().get(names))
                .yAxisTitle(table.columns().get(values))
                .build();
        List<List<Object>> rows = sorted(table.rows(), names);
        style(chart.getStyler(), page, rows);
        axes(chart.getStyler(), page, rows, height);
        if (page.look() == Page.Look.GROUPS) {
            groups(chart, rows, page.columns());
        } else {
            List<String> keys = new ArrayList<>();
            List<Number> numbers = new ArrayList<>();
            rows.forEach(row -> keys.add(unique(name(row.get(names)), keys)));
            rows.forEach(row -> numbers.add((Number) row.get(values)));
            chart.addSeries(table.columns().get(values), keys, numbers);
        }
        return chart;
    }

    /** What is named by numbers stands in their order. */
    private static List<List<Object>> sorted(List<List<Object>> rows, int names) {
        boolean numbers = rows.stream().allMatch(row -> row.get(names) instanceof Number);
        return numbers
                ? rows.stream()
                        .sorted(Comparator.comparingDouble(row -> ((Number) row.get(names)).doubleValue()))
                        .toList()
                : rows;
    }

    private static void style(CategoryStyler style, Page page, List<List<Object>> rows) {
        style.setLocale(Locale.ROOT);
        style.setDecimalPattern("###0.###");
        style.setBaseFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT));
        style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT));
        style.setLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT));
        style.setLabelsFontColorAutomaticEnabled(false);
        style.setLabelsFontColor(Color.BLACK);
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotGridVerticalLinesVisible(false);
        if (page.look() != Page.Look.GROUPS) {
            style.setSeriesColors(new Color[] {BARS});
        }
        style.setLegendVisible(page.look() == Page.Look.GROUPS);
        style.setLegendPosition(LegendPosition.OutsideE);
        style.setLabelsVisible(rows.size() <= MOST_LABELS);
        style.setLabelsPosition(1.0);
        style.setAvailableSpaceFill(rows.size() > MOST_LEVEL ? 0.7 : 0.3);
        if (page.look() == Page.Look.POINTS) {
            style.setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
            style.setMarkerSize(8);
        }
    }

    private static void axes(CategoryStyler style, Page page, List<List<Object>> rows, int height) {
        int values = page.columns().get(1);
        double max = rows.stream()
                .mapToDouble(row -> ((Number) row.get(values)).doubleValue())
                .max()
                .orElse(0);
        style.setYAxisMin(0.0);
        if (rows.stream().allMatch(row -> row.get(values) instanceof Long)) {
            // What is counted is whole, and so are the steps.
            double end = Math.max(2, Math.ceil(max * 1.1));
            style.setYAxisMax(end);
            style.setYAxisTickMarkSpacingHint(
                    Math.max(style.getYAxisTickMarkSpacingHint(), (int) Math.ceil(WHOLE * height / end)));
        } else {
            style.setYAxisMax(max > 0 ? max * 1.1 : 1.0);
        }
        style.setXAxisLabelRotation(rows.size() > MOST_LEVEL ? 90 : 0);
        if (rows.size() > 1 && rows.size() <= MOST_NAMES) {
            style.setXAxisMaxLabelCount(rows.size());
        }
    }

    /** A series for each group, with a value for each name. */
    private static void groups(CategoryChart chart, List<List<Object>> rows, List<Integer> columns) {
        Map<String, Integer> names = new LinkedHashMap<>();
        rows.forEach(row -> names.putIfAbsent(Table.text(row.get(columns.get(0))), names.size()));
        Map<Long, List<Number>> groups = new TreeMap<>();
        for (List<Object> row : rows) {
            groups.computeIfAbsent((Long) row.get(columns.get(2)), any -> zeros(names.size()))
                    .set(names.get(Table.text(row.get(columns.get(0)))), (Number) row.get(columns.get(1)));
        }
        List<String> keys = new ArrayList<>();
        names.keySet().forEach(name -> keys.add(unique(name(name), keys)));
        groups.forEach((group, numbers) -> chart.addSeries(group.toString(), keys, numbers));
    }

    private static List<Number> zeros(int count) {
        List<Number> zeros = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            zeros.add(0);
        }
        return zeros;
    }

    private static String name(Object cell) {
        String text = Table.text(cell);
        return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME) + "…";
    }

    /** Two names that were cut may look the same. */
    private static String unique(String name, List<String> names) {
        return names.contains(name) ? name + " (" + names.size() + ")" : name;
    }
}
