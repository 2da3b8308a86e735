package dev.modeldock.server.actions.analytics;

import dev.modeldock.server.actions.labels.Box;
import java.util.List;

/**
 * An object in an image.
 *
 * @param truncated and {@code occluded} only KITTI tells
 * @param cells of its row in the tables of data; of an invalid one with its faults
 */
record ObjectRow(String type, Box box, Faults faults, double truncated, int occluded, List<String> cells) {
    double area() {
        return box.width() * box.height();
    }
}
