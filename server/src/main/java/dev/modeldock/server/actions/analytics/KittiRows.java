package dev.modeldock.server.actions.analytics;

import dev.modeldock.server.actions.analytics.KittiPairs.Pair;
import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.server.actions.labels.KittiRow;
import dev.modeldock.server.actions.labels.PythonNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Rows of label files as rows of tables. All text in them is lower case. */
record KittiRows(boolean withImages) {
    /** A score is left out. */
    static final int COLUMNS = KittiRow.COLUMNS;

    private static final int OCCLUDED = 2;
    private static final List<String> LABEL = List.of(
            "type",
            "truncated",
            "occluded",
            "alpha",
            "bbox_xmin",
            "bbox_ymin",
            "bbox_xmax",
            "bbox_ymax",
            "dim_height",
            "dim_width",
            "dim_length",
            "loc_x",
            "loc_y",
            "loc_z",
            "rotation_y",
            "path");
    private static final List<String> IMAGE = List.of("img_width", "img_height", "img_path");
    private static final List<String> FAULTS =
            List.of("out_of_box_coordinates", "zero_area_bounding_box", "inverted_coordinates");

    /** @param frame null where there is no image */
    record Place(Pair pair, Frame frame) {}

    List<String> columns() {
        return Stream.concat(LABEL.stream(), withImages ? IMAGE.stream() : Stream.empty())
                .toList();
    }

    List<String> columnsOfInvalid() {
        return Stream.concat(columns().stream(), FAULTS.stream()).toList();
    }

    /** Empty when it is no row of KITTI: another number of columns, or no numbers where numbers belong. */
    Optional<ObjectRow> read(KittiRow row, Place place) {
        if (row.fault().isPresent()) {
            return Optional.empty();
        }
        try {
            int occluded = Integer.parseInt(row.columns().get(OCCLUDED));
            Box box = row.box();
            Faults faults = Faults.of(box, place.frame());
            List<String> cells = cells(row, occluded, place);
            if (faults.any()) {
                cells.addAll(faults.cells());
            }
            return Optional.of(new ObjectRow(cells.get(0), box, faults, row.number(1), occluded, cells));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static List<String> cells(KittiRow row, int occluded, Place place) {
        List<String> cells = new ArrayList<>(COLUMNS + 7);
        cells.add(lower(row.type()));
        for (int column = 1; column < COLUMNS; column++) {
            cells.add(column == OCCLUDED ? Integer.toString(occluded) : PythonNumber.text(row.number(column)));
        }
        cells.add(lower("labels/" + place.pair().label()));
        if (place.frame() != null) {
            cells.add(place.frame().width().text());
            cells.add(place.frame().height().text());
            cells.add(lower("images/" + place.pair().image()));
        }
        return cells;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
