package dev.modeldock.server.actions.classifier;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.server.actions.TaskSpec;
import dev.modeldock.spi.ActionException;
import java.util.ArrayList;
import java.util.List;

/** What a training is to be like, as its spec says; numbers that are 0 are to be found by the data. */
record Settings(Form form, Learning learning, Variation variation, Run run) {
    /** What the network looks like. A retrain does not ask. */
    record Form(int imageSize, String colour, List<Integer> channels, int hidden) {}

    /** How it learns. */
    record Learning(int epochs, int batchSize, double rate, double decay) {}

    /** How images are varied. */
    record Variation(boolean flip, int shift, double smoothing) {}

    /** What is random, kept out, and done at once. */
    record Run(double validation, long seed, int threads) {}

    /** @param fields the values of {@link Fields} */
    static Settings of(TaskSpec fields) throws ActionException {
        List<Integer> channels = new ArrayList<>();
        for (double each : fields.numbers("channels", List.of())) {
            channels.add((int) each);
        }
        JsonNode root = fields.root();
        return new Settings(
                new Form(whole(root, "imageSize"), fields.text("colour", "auto"), channels, whole(root, "hidden")),
                new Learning(
                        whole(root, "epochs"),
                        whole(root, "batchSize"),
                        fields.number("learningRate", 0),
                        fields.number("weightDecay", 0)),
                new Variation(fields.flag("flip", false), whole(root, "shift"), fields.number("labelSmoothing", 0)),
                new Run(fields.number("validation", 0), root.path("seed").asLong(), threads(fields)));
    }

    private static int whole(JsonNode root, String name) {
        return root.path(name).asInt();
    }

    /** As many as the fields of any action say. */
    static int threads(TaskSpec fields) {
        int wanted = fields.root().path("threads").asInt();
        return wanted > 0 ? wanted : Runtime.getRuntime().availableProcessors();
    }
}
