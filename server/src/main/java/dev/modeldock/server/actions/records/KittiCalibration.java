package dev.modeldock.server.actions.records;

import dev.modeldock.spi.ActionException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the camera of a frame and its Lidar lie to each other: two matrices, by rows.
 *
 * @param lidarToCamera of 4 rows and 4 columns
 * @param lidarToImage of 3 rows and 4 columns
 */
record KittiCalibration(double[][] lidarToCamera, double[][] lidarToImage) {
    private static final long MOST_BYTES = 1 << 16;

    /** @throws ActionException when there is no such file, or it lacks one of the matrices that it takes */
    static KittiCalibration read(Path file, String name) throws ActionException, IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
            throw new ActionException("There is no " + name + " of at most 64 KiB; kitti_config.calibrations_dir of the"
                    + " spec asks for one for each frame.");
        }
        Map<String, String[]> rows = new HashMap<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] parts = line.split(":", 2);
                if (parts.length == 2) {
                    rows.put(parts[0].strip(), parts[1].strip().split("\\s+"));
                }
            }
        } catch (CharacterCodingException e) {
            throw new ActionException(name + " is no text.", e);
        }
        double[][] rectification = square(matrix(rows.get("R0_rect"), 3, name + " has no matrix R0_rect"));
        double[][] toCamera = product(
                rectification, square(matrix(rows.get("Tr_velo_to_cam"), 4, name + " has no matrix Tr_velo_to_cam")));
        return new KittiCalibration(toCamera, product(matrix(rows.get("P2"), 4, name + " has no matrix P2"), toCamera));
    }

    private static double[][] matrix(String[] numbers, int columns, String sentence) throws ActionException {
        double[][] matrix = new double[3][columns];
        if (numbers == null || numbers.length != 3 * columns) {
            throw new ActionException(sentence + " of 3 rows and " + columns + " columns.");
        }
        for (int i = 0; i < numbers.length; i++) {
            try {
                matrix[i / columns][i % columns] = Double.parseDouble(numbers[i]);
            } catch (NumberFormatException e) {
                throw new ActionException(sentence + " of numbers: " + numbers[i], e);
            }
        }
        return matrix;
    }

    /** With more rows and columns, as of one that leaves more dimensions as they are. */
    private static double[][] square(double[][] matrix) {
        double[][] wider = new double[4][4];
        for (int row = 0; row < matrix.length; row++) {
            System.arraycopy(matrix[row], 0, wider[row], 0, matrix[row].length);
        }
        wider[3][3] = 1;
        return wider;
    }

    private static double[][] product(double[][] left, double[][] right) {
        double[][] product = new double[left.length][right[0].length];
        for (int row = 0; row < left.length; row++) {
            for (int column = 0; column < right[0].length; column++) {
                for (int i = 0; i < right.length; i++) {
                    product[row][column] += left[row][i] * right[i][column];
                }
            }
        }
        return product;
    }

    void addTo(Example example) {
        example.floats("calibration/T_lidar_to_camera", flat(lidarToCamera))
                .floats("calibration/P_lidar_to_image", flat(lidarToImage));
    }

    private static List<Double> flat(double[][] matrix) {
        List<Double> numbers = new ArrayList<>();
        for (double[] row : matrix) {
            for (double number : row) {
                numbers.add(number);
            }
        }
        return numbers;
    }
}
