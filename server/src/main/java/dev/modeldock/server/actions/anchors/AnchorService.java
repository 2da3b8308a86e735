package dev.modeldock.server.actions.anchors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.SkippedFiles;
import dev.modeldock.server.actions.StatusFile.Figures;
import dev.modeldock.server.actions.TaskSpec;
import dev.modeldock.server.actions.anchors.AnchorClusters.Anchor;
import dev.modeldock.server.actions.anchors.AnchorClusters.Found;
import dev.modeldock.server.actions.anchors.SizeHistogram.Sizes;
import dev.modeldock.server.actions.services.DataService;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;

/** The action {@code kmeans} on datasets for object detection: anchors for the boxes of a KITTI or COCO dataset. */
public final class AnchorService implements DataService {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_PIXELS_A_SIDE = 100_000;
    private static final int MOST_CLUSTERS = 1000;
    private static final int MOST_STEPS = 1_000_000;

    @Override
    public boolean does(String kind, String action) {
        return kind.equals("object_detection") && action.equals("kmeans");
    }

    @Override
    public String starting(ServiceRun run) {
        return "Starting k-means.";
    }

    @Override
    public String perform(ServiceRun run) throws ActionException, IOException, InterruptedException {
        TaskSpec spec = run.spec();
        int clusters = spec.integer("num_clusters", 9, 1, MOST_CLUSTERS);
        int steps = spec.integer("max_steps", 10_000, 1, MOST_STEPS);
        Sizes sizes = sizes(run).sizes();
        if (sizes.count() < clusters) {
            throw new ActionException("num_clusters of the spec is " + clusters + ", and the boxes have "
                    + sizes.count() + " different sizes; expected are at least as many sizes as clusters.");
        }
        Found found = AnchorClusters.find(sizes, clusters, steps, run.context()::check);
        write(run, found);
        return "Kmeans finished successfully.";
    }

    private static SizeHistogram sizes(ServiceRun run) throws ActionException, IOException, InterruptedException {
        TaskSpec spec = run.spec();
        int width = side(spec, "size_x");
        int height = side(spec, "size_y");
        int minWidth = spec.integer("min_x", 0, 0, MOST_PIXELS_A_SIDE);
        int minHeight = spec.integer("min_y", 0, 0, MOST_PIXELS_A_SIDE);
        SizeHistogram counted = new SizeHistogram(width, height);
        try (SkippedFiles skipped = new SkippedFiles(run.results(), run.context())) {
            BoxSizes boxes = new BoxSizes(run, skipped, (x, y) -> {
                if (x * width >= minWidth && y * height >= minHeight) {
                    counted.add(x * width, y * height);
                }
            });
            if (run.task().subject().format().equals("coco")) {
                boxes.coco(run.data().resolve("annotations.json"));
            } else {
                boxes.kitti(run.data());
            }
        }
        run.context().log(counted.total() + " boxes are counted.");
        return counted;
    }

    private static int side(TaskSpec spec, String name) throws ActionException {
        int side = spec.integer(name, 0, 0, MOST_PIXELS_A_SIDE);
        if (side == 0) {
            throw new ActionException(name + " of the spec is missing or 0; expected is the "
                    + (name.endsWith("x") ? "width" : "height") + " of the images that the network takes, in pixels.");
        }
        return side;
    }

    private static void write(ServiceRun run, Found found) throws IOException {
        ObjectNode file = JSON.createObjectNode();
        ArrayNode anchors = file.putArray("anchors");
        ObjectNode widths = run.status().figures(Figures.CATEGORICAL).putObject("anchor_width");
        ObjectNode heights = run.status().figures(Figures.CATEGORICAL).putObject("anchor_height");
        ObjectNode counts = run.status().figures(Figures.CATEGORICAL).putObject("num_boxes");
        StringBuilder text = new StringBuilder();
        List<Anchor> all = found.anchors();
        for (int i = 0; i < all.size(); i++) {
            Anchor anchor = all.get(i);
            anchors.addArray().add(rounded(anchor.width())).add(rounded(anchor.height()));
            String name = "anchor " + (i + 1);
            widths.put(name, rounded(anchor.width()));
            heights.put(name, rounded(anchor.height()));
            counts.put(name, anchor.boxes());
            text.append(String.format(Locale.ROOT, "(%.2f, %.2f)\n", anchor.width(), anchor.height()));
        }
        file.put("mean_overlap", found.overlap()).put("steps", found.steps());
        run.status().figures(Figures.KPI).put("mean_overlap", found.overlap());
        Files.writeString(run.results().resolve("anchors.txt"), text, StandardCharsets.UTF_8);
        Files.writeString(
                run.results().resolve("anchors.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(file) + "\n",
                StandardCharsets.UTF_8);
        run.status().running("Anchors: " + text.toString().strip().replaceAll("\\R", ", "));
    }

    private static double rounded(double value) {
        return Math.rint(value * 100) / 100;
    }
}
